import { assert, isExact } from '@duixian/values';

/** Amounts and counts are written as JSON integers. A JSON number is exact up to 2^53 − 1, so a larger one throws. */
export function exactNumber(value: bigint): number {
  assert(isExact(value), `${value} is given as an exact number`);
  return Number(value);
}

/** For sums that may exceed what JSON keeps exact: null then, so that the rest of the answer is still given. */
export function exactSum(value: bigint): number | null {
  return isExact(value) ? Number(value) : null;
}

export function exactOrNull(value: bigint | undefined): number | null {
  return value === undefined ? null : exactNumber(value);
}
