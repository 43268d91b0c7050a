import type { Fen } from '@duixian/values';
import { SUBJECT_COLUMNS } from '../mapping/targets.ts';
import type { FileFault, FileFaultCode } from '../reading.ts';
import { columnLetters } from '../tables/cell-address.ts';
import type { Cell, Row } from '../tables/table.ts';
import type { NamedUnit } from '../unit-directory.ts';
import type { Place } from './find-headings.ts';
import { isBlank, unreadable } from './read-cell.ts';
import type { RowPlan } from './row-plan.ts';

const EMPTY: Cell = { text: '', kind: 'text' };

export type WaitingUnit = { readonly field: string; readonly unit: NamedUnit };

/** What was read of a row so far: fields of its fact, parts of its subject, and everything that is wrong with it. */
export class RowDraft {
  readonly row: Row;
  readonly plan: RowPlan;
  readonly data: Record<string, unknown> = {};
  readonly subjectParts = new Map<string, string>();
  readonly amounts = new Map<string, Fen>();
  readonly waiting: WaitingUnit[] = [];
  readonly faults: FileFault[] = [];
  readonly warnings: FileFault[] = [];

  constructor(row: Row, plan: RowPlan) {
    this.row = row;
    this.plan = plan;
  }

  /** The cell at a place; undefined where nothing can be read there, which is a fault by then. */
  cellAt(place: Place): Cell | undefined {
    const cell = this.row.cells[place.index] ?? EMPTY;
    const wrong = unreadable(cell);
    if (wrong !== undefined) this.wrong(place, `cell ${this.#address(place)}: ${wrong}`);
    else if (cell.isFormula)
      this.warn(
        place,
        `cell ${this.#address(place)} is a formula; the value that it had when it was saved counts`,
      );
    return wrong === undefined ? cell : undefined;
  }

  isBlankAt(place: Place | undefined): boolean {
    return place === undefined || isBlank(this.row.cells[place.index] ?? EMPTY);
  }

  /** A value of a column: a field of the fact, or a part of its subject. */
  set(field: string, value: unknown): void {
    if (SUBJECT_COLUMNS[this.plan.mapping.makes].includes(field)) this.subjectParts.set(field, String(value));
    else this.data[field] = value;
  }

  wrong(place: Place, message: string, code: FileFaultCode = 'bad-field'): void {
    this.faults.push({ line: this.row.line, place: place.heading, code, message });
  }

  warn(place: Place, message: string): void {
    this.warnings.push({ line: this.row.line, place: place.heading, code: 'bad-field', message });
  }

  get subject(): string {
    const columns = SUBJECT_COLUMNS[this.plan.mapping.makes];
    return columns.map((field) => this.subjectParts.get(field) ?? '').join('');
  }

  #address({ index }: Place): string {
    return `${columnLetters(index + 1)}${this.row.line}`;
  }
}
