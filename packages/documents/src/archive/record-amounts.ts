import { type Fen, formatYuan } from '@duixian/values';

/** The amounts taken from the accounts of one entity. */
export type Amounts = readonly { readonly year: number; readonly group: string; readonly fen: Fen }[];

export function sumOf(amounts: Amounts): Fen {
  return amounts.reduce((sumFen, { fen }) => sumFen + fen, 0n);
}

/** Amounts in words, the same for the same amounts in any order. */
export function amountsInWords(amounts: Amounts): string {
  const words = amounts.map(({ year, group, fen }) => `${group} ${year} ${formatYuan(fen)}`);
  return words.length === 0 ? 'nothing' : words.sort().join(', ');
}

/** A difference of two amounts in words; empty where they are equal. */
export function differs(what: string, foundFen: Fen, rightFen: Fen): string[] {
  if (foundFen === rightFen) return [];
  return [`${what}: ${formatYuan(foundFen)} yuan instead of ${formatYuan(rightFen)}`];
}
