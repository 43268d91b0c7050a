import { assert, isExact } from '@duixian/values';

/** Amounts and counts leave as JSON integers; a JSON number is exact up to 2^53 − 1, and nothing beyond it is given. */
export function exactNumber(value: bigint): number {
  assert(isExact(value), `${value} is given as an exact number`);
  return Number(value);
}

/** Of what may add up to more than JSON keeps exact: null then, so that everything beside it is still answered. */
export function exactSum(value: bigint): number | null {
  return isExact(value) ? Number(value) : null;
}

export function exactOrNull(value: bigint | undefined): number | null {
  return value === undefined ? null : exactNumber(value);
}
