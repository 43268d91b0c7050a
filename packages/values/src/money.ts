import { assert } from './assert.ts';
import { MILLIONTHS } from './rate.ts';

/** Integer fen (分, 1/100 yuan). Money is never a `number`. */
export type Fen = bigint;

/** The largest amount a single fact may carry: just under 100 billion yuan (docs/facts.md §2). */
export const MAX_FACT_FEN: Fen = 9_999_999_999_999n;

/** The largest total that every JSON reader keeps exact (2^53 − 1): beyond it no figure is published. */
export const MAX_EXACT_FEN: Fen = 9_007_199_254_740_991n;

export const MAX_INT64 = 9_223_372_036_854_775_807n;

/** round(base × rate), half up to the fen. Neither is negative, so half up is also half away from zero. */
export function applyRate(baseFen: Fen, rateMillionths: bigint): Fen {
  assert(baseFen >= 0n && rateMillionths >= 0n, 'base and rate are never negative');
  return (baseFen * rateMillionths + MILLIONTHS / 2n) / MILLIONTHS;
}

export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b;
}

export function isExact(fen: Fen): boolean {
  return fen <= MAX_EXACT_FEN && fen >= -MAX_EXACT_FEN;
}

export function fitsInt64(value: bigint): boolean {
  return value <= MAX_INT64 && value >= -MAX_INT64;
}

/** The database driver silently wraps at 2^63, so every stored total passes this check. */
export function assertInt64(fen: Fen): Fen {
  assert(fitsInt64(fen), `an amount of ${fen} fen does not fit 64 bits`);
  return fen;
}

/** "1234.50": yuan with two decimals, for people. Null is a sum without an exact figure. */
export function formatYuan(fen: Fen | null): string {
  if (fen === null) return 'beyond exact';
  const magnitude = fen < 0n ? -fen : fen;
  const yuan = (magnitude / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0n ? '-' : ''}${yuan}.${(magnitude % 100n).toString().padStart(2, '0')}`;
}
