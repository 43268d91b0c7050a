import { addressOf } from './cell-address.ts';
import { TableRefused } from './table.ts';

/** A range of cells that are shown as one; its value is that of its first cell. Rows and columns from 1. */
type Range = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
};

// Sheets name their merged cells behind their rows, so they are looked for before. Only a tag can begin with "<".
const TAG = /<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z0-9:]{1,30})["']/g;
const OPENING = '<';
/** A tag that is cut between two pieces is no longer than this. */
const LONGEST_TAG = 200;

/** The merged cells of a sheet, ordered by their first row. */
export async function mergedRanges(
  pieces: AsyncIterable<Uint8Array>,
  mostRanges: number,
): Promise<readonly Range[]> {
  const ranges: Range[] = [];
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString('latin1');
    if (text.includes('mergeCell'))
      for (const [, found] of text.matchAll(TAG)) ranges.push(rangeOf(found ?? ''));
    if (ranges.length > mostRanges)
      throw new TableRefused(`the sheet has more than ${mostRanges} merged cells; undo the merging`);
    const cut = text.lastIndexOf(OPENING);
    rest = cut > text.length - LONGEST_TAG && !text.includes('>', cut) ? text.slice(cut) : '';
  }
  return ranges.sort((a, b) => a.top - b.top);
}

function rangeOf(text: string): Range {
  const [first = '', last = first] = text.split(':');
  const [from, to] = [addressOf(first), addressOf(last)];
  return { top: from.row, bottom: to.row, left: from.column, right: to.column };
}

/** Asked about the rows of a sheet in their order, it looks only at the ranges that are near. */
export class MergedCells {
  readonly #ranges: readonly Range[];
  readonly #mostColumns: number;
  #next = 0;
  #near: Range[] = [];

  constructor(ranges: readonly Range[], mostColumns: number) {
    this.#ranges = ranges;
    this.#mostColumns = mostColumns;
  }

  /** The columns of a row that belong to the first cell of a range elsewhere. */
  coveredIn(row: number): readonly number[] {
    if (this.#next >= this.#ranges.length && this.#near.length === 0) return [];
    for (let range = this.#ranges[this.#next]; range && range.top <= row; range = this.#ranges[this.#next]) {
      this.#near.push(range);
      this.#next += 1;
    }
    this.#near = this.#near.filter(({ bottom }) => bottom >= row);
    return this.#near.flatMap(({ top, left, right }) => {
      const first = top === row ? left + 1 : left;
      const last = Math.min(right, this.#mostColumns);
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
    });
  }
}
