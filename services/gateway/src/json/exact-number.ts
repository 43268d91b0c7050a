import { assert } from '@duixian/values';
import { z } from 'zod';

/** Amounts and counts leave as JSON integers; a JSON number is exact up to 2^53 − 1, and nothing beyond it is given. */
export function exactNumber(value: bigint): number {
  const number = Number(value);
  assert(Number.isSafeInteger(number), `${value} is given as an exact number`);
  return number;
}

export function exactOrNull(value: bigint | undefined): number | null {
  return value === undefined ? null : exactNumber(value);
}

export const fen = z.int().describe('Integer fen (分, 1/100 yuan).');
export const count = z.int();
