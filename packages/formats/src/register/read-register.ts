import { defined, type Fen, formatYuan, LIMITS } from '@duixian/values';
import type { Mapping } from '../mapping/mapping-document.ts';
import { SUBJECT_COLUMNS } from '../mapping/targets.ts';
import type { FileFault } from '../reading.ts';
import { type Row, type Table, TableRefused } from '../tables/table.ts';
import { chooseSheet } from './choose-sheet.ts';
import { FewFaults } from './few-faults.ts';
import { isWrong } from './read-cell.ts';
import { readMoney } from './read-money.ts';
import { type FactContext, type RowOutcome, readRow } from './read-row.ts';
import { type Recognised, recognisedOf } from './recognised.ts';
import { type RowPlan, rowPlan } from './row-plan.ts';
import { endWord, isTotal } from './table-end.ts';

export type RegisterOptions = Omit<FactContext, 'is1904'>;

export type RegisterCounts = {
  readonly rows: number;
  readonly facts: number;
  readonly waiting: number;
  readonly refused: number;
  readonly warnings: number;
  /** Rows behind the end of the table, which were not read. */
  readonly ignored: number;
};

export type RegisterReading = {
  /** Undefined where the file was stopped before its headings were found. */
  readonly recognised: Recognised | undefined;
  /** The file was stopped: no row was read, or none behind the last fault. */
  readonly isStopped: boolean;
  readonly counts: RegisterCounts;
  readonly faults: readonly FileFault[];
  readonly warnings: readonly FileFault[];
};

/**
 * Reads a table by a mapping, row by row: `take` gets what each row became, and is waited for. What is wrong with the
 * file as a whole (its headings, its units) stops it before the first row; everything that is wrong is told at once.
 */
export async function readRegister(
  table: Table,
  mapping: Mapping,
  options: RegisterOptions,
  take: (outcome: RowOutcome) => void | Promise<void>,
): Promise<RegisterReading> {
  const reader = new RegisterReader(mapping, { ...options, is1904: table.is1904 }, take);
  try {
    await reader.read(table);
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    reader.stop([{ line: error.line, place: '', code: error.code, message: error.message }]);
  }
  return reader.reading();
}

class RegisterReader {
  readonly #mapping: Mapping;
  readonly #context: FactContext;
  readonly #take: (outcome: RowOutcome) => void | Promise<void>;
  readonly #faults = new FewFaults();
  readonly #warnings = new FewFaults();
  readonly #counts = { rows: 0, facts: 0, waiting: 0, refused: 0, ignored: 0 };
  readonly #sums = new Map<string, Fen>();
  readonly #lines = new Map<string, number>();
  #recognised: Recognised | undefined;
  #isStopped = false;

  constructor(mapping: Mapping, context: FactContext, take: (outcome: RowOutcome) => void | Promise<void>) {
    this.#mapping = mapping;
    this.#context = context;
    this.#take = take;
  }

  stop(faults: readonly FileFault[]): void {
    this.#isStopped = true;
    this.#faults.add(...faults);
  }

  reading(): RegisterReading {
    return {
      recognised: this.#recognised,
      isStopped: this.#isStopped,
      counts: { ...this.#counts, warnings: this.#warnings.count },
      faults: this.#faults.few(),
      warnings: this.#warnings.few(),
    };
  }

  async read(table: Table): Promise<void> {
    const chosen = await chooseSheet(table, this.#mapping);
    if ('faults' in chosen) return this.stop(chosen.faults);
    const { sheet, headings } = chosen;
    const plan = rowPlan(this.#mapping, headings);
    this.#recognised = recognisedOf(table, sheet, headings, plan);
    const faults = [...headings.faults, ...plan.faults];
    if (faults.length > 0) return this.stop(faults);
    this.#warnings.add(...this.#recognised.notes);
    await this.#readRows(table.rows(sheet), plan, headings.line);
  }

  async #readRows(batches: AsyncIterable<readonly Row[]>, plan: RowPlan, headingLine: number): Promise<void> {
    const indexes = plan.columns.flatMap(({ places }) => [...places.values()].map(({ index }) => index));
    const isEmpty = ({ cells }: Row) => indexes.every((index) => (cells[index]?.text ?? '').trim() === '');
    let last = headingLine;
    let ending: Row | undefined;
    for await (const batch of batches)
      for (const row of batch) {
        if (row.line <= headingLine) continue;
        const word = endWord(row, this.#mapping.sheet?.endAt);
        // Templates have rows that are ready to be filled in, with formulas that give nothing yet.
        if (word === undefined && isEmpty(row)) continue;
        if (!ending && row.line - last > LIMITS.importEmptyRows.most) ending = row;
        if (!ending && word !== undefined) {
          ending = row;
          if (isTotal(word)) this.#compareTotals(row, plan);
          continue;
        }
        last = row.line;
        if (ending) this.#counts.ignored += 1;
        else await this.#readRow(row, plan);
      }
    if (ending && this.#counts.ignored > 0) this.#warnings.add(ignoredFrom(ending, this.#counts.ignored));
  }

  async #readRow(row: Row, plan: RowPlan): Promise<void> {
    this.#counts.rows += 1;
    const { outcome: read, amounts } = readRow(row, plan, this.#context);
    for (const [field, fen] of amounts) this.#sums.set(field, (this.#sums.get(field) ?? 0n) + fen);
    const outcome = this.#onlyOnce(read, plan);
    this.#warnings.add(...outcome.warnings);
    if (outcome.outcome === 'refused') this.#faults.add(...outcome.faults);
    this.#counts[outcome.outcome === 'fact' ? 'facts' : outcome.outcome] += 1;
    await this.#take(outcome);
  }

  /** A record stands in a file once: of two lines nobody could say which counts. */
  #onlyOnce(outcome: RowOutcome, plan: RowPlan): RowOutcome {
    if (outcome.outcome === 'refused') return outcome;
    const { line, subject, warnings } = outcome;
    const earlier = this.#lines.get(subject);
    if (earlier === undefined) {
      this.#lines.set(subject, line);
      return outcome;
    }
    const ofSubject = SUBJECT_COLUMNS[this.#mapping.makes].at(-1);
    const place = plan.columns.find(({ field }) => field === ofSubject)?.places.get('value')?.heading ?? '';
    const message = `line ${earlier} has the same number, ${subject}; leave one of the two`;
    return { outcome: 'refused', line, warnings, faults: [{ line, place, code: 'bad-field', message }] };
  }

  #compareTotals(row: Row, plan: RowPlan): void {
    for (const { field, column, places, unit } of plan.columns) {
      const place = places.get('value');
      const cell = place && row.cells[place.index];
      if (column.as !== 'money' || !place || !cell || cell.text.trim() === '') continue;
      const total = readMoney(cell, defined(unit, 'a file whose amounts have no unit is stopped'));
      const sum = this.#sums.get(field) ?? 0n;
      const where = { line: row.line, place: place.heading, code: 'does-not-add-up' } as const;
      if (isWrong(total))
        this.#warnings.add({ ...where, message: `the total was not compared: ${total.wrong}` });
      else if (total.value !== sum)
        this.#warnings.add({
          ...where,
          message: `the total is ${formatYuan(total.value)} yuan, and the rows that could be read add up to ${formatYuan(sum)} yuan`,
        });
    }
  }
}

function ignoredFrom({ line }: Row, rows: number): FileFault {
  const message = `the table ends at line ${line}; ${rows} ${rows === 1 ? 'row' : 'rows'} with something in them from there on were not read`;
  return { line, place: '', code: 'bad-field', message };
}
