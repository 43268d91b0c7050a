import { LIMITS } from '@duixian/values';
import { type Cell, type Row, TableRefused } from './table.ts';

const TOO_MANY_SHEET_ROWS = 'the sheet has more rows than a spreadsheet has; leave only the table in it';
const EMPTY: Cell = { text: '', kind: 'text' };
const MERGED: Cell = { text: '', kind: 'merged' };

/** Rows of a sheet as they are read; rows with nothing in them are counted and left out. */
export class RowBuilder {
  readonly #mostColumns: number;
  #rows: Row[] = [];
  #all = 0;
  #line = 0;
  #cells: Cell[] = [];
  #hidden: number[] = [];
  #covered: readonly number[] = [];
  #isHidden = false;

  constructor(mostColumns: number) {
    this.#mostColumns = mostColumns;
  }

  get line(): number {
    return this.#line;
  }

  begin(line: number, isHidden: boolean): void {
    this.#all += 1;
    if (this.#all > LIMITS.sheetRows.most || line > LIMITS.sheetRows.most)
      throw new TableRefused(TOO_MANY_SHEET_ROWS);
    this.#line = line;
    this.#isHidden = isHidden;
    this.#cells = [];
    this.#hidden = [];
  }

  /** Columns of this row that belong to a merged cell which begins elsewhere. */
  cover(columns: readonly number[]): void {
    this.#covered = columns;
  }

  /** A cell with something in it; what is under a merged cell is not seen, and not kept. */
  add(column: number, cell: Cell, isColumnHidden: boolean): void {
    if (column > this.#mostColumns)
      throw new TableRefused(
        `row ${this.#line}: a cell is in column ${column}; a table has at most ${this.#mostColumns} columns`,
        'too-large',
        this.#line,
      );
    if (this.#covered.includes(column)) return;
    if (isColumnHidden) this.#hidden.push(column);
    this.#put(column, cell);
  }

  end(): void {
    if (this.#cells.length > 0) {
      for (const column of this.#covered) if (column <= this.#mostColumns) this.#put(column, MERGED);
      this.#rows.push({
        line: this.#line,
        cells: this.#cells,
        ...(this.#isHidden ? { isHidden: true } : {}),
        ...(this.#hidden.length > 0 ? { hiddenColumns: this.#hidden } : {}),
      });
    }
    this.#covered = [];
  }

  get count(): number {
    return this.#rows.length;
  }

  take(): readonly Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #put(column: number, cell: Cell): void {
    while (this.#cells.length < column - 1) this.#cells.push(EMPTY);
    this.#cells[column - 1] = cell;
  }
}
