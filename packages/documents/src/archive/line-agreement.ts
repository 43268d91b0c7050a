import type { LineRecord, RunRecord } from './archive-format.ts';
import { type Amounts, amountsInWords, differs, sumOf } from './record-amounts.ts';

const ORDERED = new Set(['issued', 'closed']);

/** Whether orders were created for the payment run. */
export function isOrdered({ state }: RunRecord): boolean {
  return ORDERED.has(state);
}

/** Faults of a single line: amounts only decrease from step to step, and an included line is ordered. */
export function faultsOfLine(run: RunRecord, line: LineRecord): string[] {
  const { entity, amounts, published, approvedFen, issuedFen, out, order } = line;
  const place = `line ${entity}`;
  const rises = amounts.filter(({ year, group, fen }) => fen > fenOf(published, year, group));
  const isIn = out === null && isOrdered(run);
  return [
    ...(rises.length > 0 && published.length > 0
      ? [`${place} takes more than was published: ${amountsInWords(rises)}`]
      : []),
    ...(approvedFen !== null && approvedFen > sumOf(published)
      ? [`${place} was approved above its list`]
      : []),
    ...(issuedFen !== null && issuedFen > (approvedFen ?? 0n)
      ? [`${place} was issued above its approval`]
      : []),
    ...(isIn ? differs(`${place} amounts`, sumOf(amounts), issuedFen ?? 0n) : []),
    ...(isIn && order === null ? [`${place} is included, but has no order`] : []),
    ...(!isIn && order !== null ? [`${place} is excluded, but has the order ${order}`] : []),
  ];
}

function fenOf(amounts: Amounts, year: number, group: string): bigint {
  return amounts.find((one) => one.year === year && one.group === group)?.fen ?? 0n;
}

/** Compares the totals of the lines with those of the payment run. */
export class LineSums {
  #lines = 0;
  #out = 0;
  #undecided = 0;
  #draftFen = 0n;
  #publishedFen = 0n;
  #approvedFen = 0n;
  #issuedFen = 0n;
  #onList = 0;

  add({ draftFen, published, approvedFen, issuedFen, out, objections }: LineRecord): void {
    this.#lines += 1;
    this.#out += Number(out !== null);
    this.#undecided += objections.filter(({ outcome }) => outcome === null).length;
    this.#draftFen += draftFen;
    this.#publishedFen += sumOf(published);
    this.#approvedFen += approvedFen ?? 0n;
    this.#issuedFen += issuedFen ?? 0n;
    this.#onList += Number(published.length > 0);
  }

  /** The number of lines that were published. */
  get onList(): number {
    return this.#onList;
  }

  faults(run: RunRecord): string[] {
    return [
      ...counts('lines', run.lines, this.#lines),
      ...counts('excluded lines', run.linesOut, this.#out),
      ...counts('undecided objections', run.undecidedObjections, this.#undecided),
      ...differs('run: sum of the draft', run.draftFen, this.#draftFen),
      ...differs('run: sum of what was published', run.publishedFen, this.#publishedFen),
      ...differs('run: sum of what was approved', run.approvedFen, this.#approvedFen),
      ...differs('run: sum of what was issued', run.issuedFen, this.#issuedFen),
    ];
  }
}

export function counts(what: string, stated: number, found: number): string[] {
  return stated === found ? [] : [`${what}: ${stated} stated, ${found} found`];
}
