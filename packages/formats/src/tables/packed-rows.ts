import { assert, defined } from '@duixian/values';
import type { Cell, CellKind, Row } from './table.ts';

/**
 * A row as it goes from one thread to another: an object for each cell would cost more than reading the file does.
 * `kinds` has a letter for each cell, a capital one for a formula.
 */
export type PackedRow = Omit<Row, 'cells'> & { readonly texts: readonly string[]; readonly kinds: string };

const LETTERS: Readonly<Record<CellKind, string>> = {
  text: 't',
  number: 'n',
  day: 'd',
  boolean: 'b',
  error: 'e',
  merged: 'm',
};
const PACKED = new Map<string, Omit<Cell, 'text'>>(
  (Object.entries(LETTERS) as [CellKind, string][]).flatMap(([kind, letter]) => [
    [letter, { kind }],
    [letter.toUpperCase(), { kind, isFormula: true }],
  ]),
);

export function packedRow({ cells, ...row }: Row): PackedRow {
  let kinds = '';
  for (const { kind, isFormula } of cells) kinds += isFormula ? LETTERS[kind].toUpperCase() : LETTERS[kind];
  return { ...row, texts: cells.map(({ text }) => text), kinds };
}

export function unpackedRow({ texts, kinds, ...row }: PackedRow): Row {
  assert(texts.length === kinds.length, 'each cell of a packed row has a kind');
  const cells = texts.map((text, at) => ({
    text,
    ...defined(PACKED.get(kinds.charAt(at)), 'a letter of a kind'),
  }));
  return { ...row, cells };
}
