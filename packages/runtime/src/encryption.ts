import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';

/** Where the process runs. Only in development may anything cross a network unencrypted. */
export const environmentVariable = {
  ENVIRONMENT: z
    .enum(['production', 'development'], { error: 'production or development; production if it is not set' })
    .default('production'),
};

const LOOPBACK_HOST = /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/i;

/** Whether a host, as written in an address, is this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

type Addresses = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly MONGO_URL: string;
  readonly NATS_URL: string;
  readonly TREASURY_URL?: string;
};

/** Throws where an address beyond this machine is not encrypted, and names each such address. */
export function mustBeEncrypted(addresses: Addresses): void {
  const faults = [
    ...mongoFaults(addresses.MONGO_URL),
    ...natsFaults(addresses.NATS_URL),
    ...(addresses.TREASURY_URL === undefined ? [] : httpFaults('TREASURY_URL', addresses.TREASURY_URL)),
  ];
  if (addresses.ENVIRONMENT === 'development' || faults.length === 0) return;
  const lines = faults.map((fault) => `  ${fault}`);
  throw new ConfigurationError(
    `The configuration is not right. Connections to other machines must be encrypted, unless ENVIRONMENT=development:\n${lines.join('\n')}`,
  );
}

/** Options that make TLS worthless, because any server could then answer in place of the real one. */
const UNCHECKED = ['tlsinsecure', 'tlsallowinvalidcertificates', 'tlsallowinvalidhostnames'];

function mongoFaults(url: string): string[] {
  const [, scheme = '', authority = '', query = ''] =
    /^(mongodb(?:\+srv)?):\/\/([^/?]*)\/?[^?]*\??(.*)$/.exec(url) ?? [];
  const hosts = authority.slice(authority.lastIndexOf('@') + 1).split(',');
  const open = hosts.find((host) => !isLoopback(withoutPort(host)));
  if (open === undefined) return [];
  const given = [...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value] as const);
  const unchecked = given.find(([name, value]) => UNCHECKED.includes(name) && value !== 'false');
  if (unchecked) return [`MONGO_URL: ${open} is not on this machine, so without ${unchecked[0]}`];
  const tls = given.filter(([name]) => name === 'tls' || name === 'ssl').map(([, value]) => value);
  const isOn = tls.length === 0 ? scheme === 'mongodb+srv' : tls.every((value) => value === 'true');
  return isOn ? [] : [`MONGO_URL: ${open} is not on this machine, so with tls=true, or mongodb+srv://`];
}

function natsFaults(urls: string): string[] {
  const open = urls.split(',').filter((url) => !url.startsWith('tls://') && !isLoopback(hostOf(url)));
  if (open.length > 0)
    return open.map((url) => `NATS_URL: ${hostOf(url)} is not on this machine, so tls:// and not nats://`);
  return [];
}

function httpFaults(name: string, url: string): string[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || isLoopback(hostname)) return [];
  return [`${name}: ${hostname} is not on this machine, so https:// and not http://`];
}

/** Without the part before an @, which may contain a secret. */
function hostOf(url: string): string {
  const authority = url.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, '');
  return withoutPort(authority.slice(authority.lastIndexOf('@') + 1));
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
