import CliTable from 'cli-table3';
import stringWidth from 'string-width';
import { broken } from './broken.ts';
import { columnsOf, inOneLine, wrapped } from './lines.ts';

/** One line, or several below one another. */
export type Cell = string | readonly string[];

/** Width of a column beside its text: a border and a space on each side. */
const BESIDE = 3;
/** The longest amounts and ids, which are not broken; a longer word may be. */
const LONGEST_WORD = 56;
/** Chinese may be broken anywhere; so many columns of it stay together. */
const HAN_TOGETHER = 12;

/**
 * A table for people, as lines. Columns whose heading ends in "yuan" or （元） hold figures and are aligned right. On a
 * terminal that is too narrow, cells are wrapped. Where that would break figures or ids, empty columns are left out,
 * and as a last resort each row is printed field by field.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  columns = columnsOf(),
): string[] {
  const cells = rows.map((row) =>
    row.map((cell) => (typeof cell === 'string' ? [cell] : cell).map(inOneLine)),
  );
  const inColumns = headings.map((heading, index) => [heading, ...cells.flatMap((row) => row[index] ?? [])]);
  const natural = inColumns.map((lines) => Math.max(...lines.map((line) => stringWidth(line))));
  const least = inColumns.map((lines) => Math.max(...lines.map(longestWord)));
  const widths = shared(natural, least, columns - BESIDE * headings.length - 1);
  if (widths) return drawn(headings, cells, widths);
  const isFilled = headings.map((_, index) => cells.some((row) => row[index]?.some((line) => line !== '')));
  if (!isFilled.includes(false)) return unrolled(headings, cells, columns);
  const rest = <Item>(items: readonly Item[]) => items.filter((_, index) => isFilled[index]);
  return table(rest(headings), cells.map(rest), columns);
}

function drawn(
  headings: readonly string[],
  rows: readonly string[][][],
  widths: readonly number[],
): string[] {
  const fitted = (lines: readonly string[], index: number) =>
    lines.flatMap((line) => broken(line, Math.max(1, widths[index] ?? 1))).join('\n');
  const printed = new CliTable({
    head: headings.map((heading, index) => fitted([heading], index)),
    colAligns: headings.map((heading) => (isFigure(heading) ? 'right' : 'left')),
    style: { head: [], border: [] },
  });
  printed.push(...rows.map((row) => row.map(fitted)));
  return printed.toString().split('\n');
}

/** Field by field: `heading  value` for each cell that is not empty, and an empty line after each row. */
function unrolled(headings: readonly string[], rows: readonly string[][][], columns: number): string[] {
  const wide = Math.min(
    Math.max(...headings.map((heading) => stringWidth(heading))),
    Math.floor(columns / 3),
  );
  return rows.flatMap((row, number) => [
    ...(number === 0 ? [] : ['']),
    ...row.flatMap((lines, index) => field(headings[index] ?? '', lines, wide, columns)),
  ]);
}

function field(heading: string, lines: readonly string[], wide: number, columns: number): string[] {
  if (lines.every((line) => line === '')) return [];
  // An id that would be broken beside its heading goes below it.
  if (Math.max(...lines.map(longestWord)) > columns - wide - 2)
    return [heading, ...lines.flatMap((line) => wrapped(`  ${line}`, columns))];
  const left = wrapped(heading, wide);
  const right = lines.flatMap((line) => wrapped(line, columns - wide - 2));
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const label = left[at] ?? '';
    return `${label}${' '.repeat(Math.max(0, wide - stringWidth(label)))}  ${right[at] ?? ''}`.trimEnd();
  });
}

/** Widths that fit, narrowing the widest columns first; undefined where a word would have to be broken. */
function shared(natural: readonly number[], least: readonly number[], room: number): number[] | undefined {
  const sum = (widths: readonly number[]) => widths.reduce((total, width) => total + width, 0);
  if (sum(least) > room) return undefined;
  const widths = [...natural];
  for (let excess = sum(widths) - room; excess > 0; excess -= 1) {
    const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function longestWord(line: string): number {
  return Math.max(
    ...line.split(' ').map((word) => {
      const width = stringWidth(word);
      return Math.min(width, /\p{Script=Han}/u.test(word) ? HAN_TOGETHER : LONGEST_WORD);
    }),
  );
}

function isFigure(heading: string): boolean {
  return heading.endsWith('yuan') || heading.endsWith('（元）');
}
