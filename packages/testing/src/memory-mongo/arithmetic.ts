import { ServerError } from './errors.ts';
import { isInt } from './query.ts';

const LONG_MOST = 2n ** 63n;

export function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function isWhole(value: number | bigint): boolean {
  return typeof value === 'bigint' || isInt(value);
}

/**
 * A sum as the server computes it: that of two 32-bit integers is one too while it fits, and otherwise a 64-bit integer,
 * as with a 64-bit operand; with any other number the sum is a double.
 */
export function add(a: number | bigint, b: number | bigint): number | bigint {
  if (!isWhole(a) || !isWhole(b)) return Number(a) + Number(b);
  const sum = BigInt(a) + BigInt(b);
  if (typeof a === 'number' && typeof b === 'number' && isInt(Number(sum))) return Number(sum);
  if (sum >= LONG_MOST || sum < -LONG_MOST)
    throw new ServerError('BadValue', 'Failed to apply $inc operations to current value: beyond 64 bits');
  return sum;
}
