import { hash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { LIMITS } from '@duixian/values';

type Tries = { left: number; at: number };

/**
 * Wrong keys, counted by client address before a key is compared: an address may try a number of them at once, and then
 * one at a time. A key that was right from an address not long ago is never delayed there, so that a neighbour behind
 * the same proxy cannot lock others out. Both tables are bounded; the longest unused entry is dropped first.
 */
export class WrongKeys {
  readonly #tries = new Map<string, Tries>();
  readonly #right = new Map<string, number>();

  /** How many milliseconds until this key may be tried from there; 0 means now. */
  waitMs(address: string, token: string, now = Date.now()): number {
    const tries = this.#tries.get(networkOf(address));
    if (!tries) return 0;
    const rightAt = this.#right.get(pairOf(address, token));
    if (rightAt !== undefined && now - rightAt < LIMITS.rightKeyMs.most) return 0;
    const left = leftNow(tries, now);
    return left >= 1 ? 0 : Math.ceil((1 - left) * LIMITS.wrongKeyEveryMs.most);
  }

  wasWrong(address: string, token: string, now = Date.now()): void {
    this.#right.delete(pairOf(address, token));
    const network = networkOf(address);
    const tries = this.#tries.get(network);
    const left = (tries ? leftNow(tries, now) : LIMITS.wrongKeys.most) - 1;
    keep(this.#tries, network, { left, at: now });
  }

  wasRight(address: string, token: string, now = Date.now()): void {
    keep(this.#right, pairOf(address, token), now);
  }
}

function leftNow({ left, at }: Tries, now: number): number {
  return Math.min(LIMITS.wrongKeys.most, left + Math.max(0, now - at) / LIMITS.wrongKeyEveryMs.most);
}

function keep<Value>(table: Map<string, Value>, name: string, value: Value): void {
  table.delete(name);
  table.set(name, value);
  if (table.size <= LIMITS.addressesWatched.most) return;
  const [longestUnused] = table.keys();
  if (longestUnused !== undefined) table.delete(longestUnused);
}

function pairOf(address: string, token: string): string {
  return `${networkOf(address)} ${hash('sha256', token)}`;
}

/** One customer of a provider has a whole /64 of IPv6. An IPv4 address in IPv6 form counts as IPv4. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}
