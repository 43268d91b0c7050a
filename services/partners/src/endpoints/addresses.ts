import { lookup } from 'node:dns/promises';
import { type BlockList, isIP } from 'node:net';
import { ID, networksOf, textMistake } from '@duixian/values';

const PORTS = ['', '8443'];
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const MOST_CHARACTERS = 500;

/** Networks that are nobody's on the internet, this machine's, or the cloud's own. */
const RESERVED = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001:db8::/32', '2002::/16'],
  ...['fc00::/7', 'fe80::/10', 'ff00::/8'],
];

export type Resolve = (host: string) => Promise<readonly string[]>;

export type AddressRules = {
  /** Networks beyond the internet that endpoints may lie in. */
  readonly allowed: BlockList;
  /** In development also this machine, without TLS. */
  readonly isDevelopment: boolean;
  readonly resolve: Resolve;
};

/** An address that nothing is sent to. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

const reserved = networksOf(RESERVED);

export async function resolveHost(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** What is wrong with an address as it is written; it completes the sentence "this must be …". */
export function urlMistake(text: string, isDevelopment: boolean): string | undefined {
  const words = isDevelopment ? ' (or http:// on this machine)' : '';
  const right = `an https:// address${words}, on port 443 or 8443, without a user, a password or a part after #`;
  if (text.length > MOST_CHARACTERS || textMistake(text, { ...ID, most: MOST_CHARACTERS })) return right;
  const url = URL.parse(text);
  if (url === null) return right;
  if (url.username !== '' || url.password !== '' || text.includes('#')) return right;
  if (isDevelopment && LOOPBACK.has(url.hostname)) return /^https?:$/.test(url.protocol) ? undefined : right;
  return url.protocol === 'https:' && PORTS.includes(url.port) ? undefined : right;
}

/**
 * The address to connect to, resolved now: who connects to it must not resolve the name again, which may mean another
 * address by then. All addresses of the name have to be allowed.
 */
export async function addressToConnect(
  url: URL,
  { allowed, isDevelopment, resolve }: AddressRules,
  signal: AbortSignal,
): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) === 0 ? await inTime(signal, resolve(host)) : [host];
  const isOwnMachine = isDevelopment && LOOPBACK.has(url.hostname);
  for (const address of found) {
    if (isIn(allowed, address) || (isOwnMachine && isLoopback(address))) continue;
    if (!isIn(reserved, address)) continue;
    const named = host === address ? host : `${host} is ${address}, which`;
    throw new ForbiddenAddress(
      `${named} is not on the internet; WEBHOOK_ALLOW_CIDRS allows further networks`,
    );
  }
  const [first] = found;
  if (first === undefined) throw new Error(`${host} has no address`);
  return first;
}

/** A name that is not resolved in time is not waited for. */
function inTime<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('its name was not resolved in time'));
    if (signal.aborted) late();
    signal.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

function isIn(networks: BlockList, address: string): boolean {
  // An IPv4 address that is written as IPv6 is checked as both by Node.
  return networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
