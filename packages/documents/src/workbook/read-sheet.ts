import { LIMITS, visible } from '@duixian/values';
import type { RawCell, RawRow } from '../payee-table/payee-row.ts';
import { parseXml } from './parse-xml.ts';
import { TextCollector } from './read-parts.ts';
import { WorkbookRefused } from './unpack-workbook.ts';

export type Sheet = {
  readonly rows: readonly RawRow[];
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
};

type Known = { readonly texts: readonly string[]; readonly dateStyles: ReadonlySet<string> };

export const TOO_MANY_ROWS = `a table has at most ${LIMITS.tableRows.most} rows at once; split it`;

/** Reads a sheet row by row and keeps only filled rows; ends at the first row beyond the limit. */
export async function readSheet(chunks: AsyncIterable<Uint8Array>, known: Known): Promise<Sheet> {
  const reader = new SheetReader(known);
  await parseXml(chunks, reader);
  return reader.sheet();
}

const TOO_MANY_SHEET_ROWS = 'the sheet has more rows than a spreadsheet has; leave only the table in it';

class SheetReader {
  readonly #known: Known;
  readonly #collector = new TextCollector();
  readonly #rows: RawRow[] = [];
  readonly #hiddenColumns: [number, number][] = [];
  readonly #filledHidden = new Set<number>();
  #hiddenRows = 0;
  #allRows = 0;
  #areRowsHidden = false;
  #row: { line: number; isHidden: boolean; cells: RawCell[] } | undefined;
  #line = 0;
  #column = 0;
  #cell: { type: string; isDate: boolean; isFormula: boolean } | undefined;

  constructor(known: Known) {
    this.#known = known;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'sheetFormatPr') this.#areRowsHidden = isOn(attribute('zeroHeight'));
    if (name === 'col' && isOn(attribute('hidden')))
      this.#hiddenColumns.push([Number(attribute('min')), Number(attribute('max'))]);
    if (name === 'row') this.#openRow(attribute);
    if (name === 'c') this.#openCell(attribute);
    if (name === 'f' && this.#cell) this.#cell.isFormula = true;
    this.#collector.open(name);
  }

  text(text: string): void {
    if (this.#cell) this.#collector.add(text);
  }

  close(name: string): void {
    this.#collector.close(name);
    if (name === 'c') this.#closeCell();
    if (name === 'row') this.#closeRow();
  }

  sheet(): Sheet {
    return { rows: this.#rows, hiddenRows: this.#hiddenRows, hiddenColumns: this.#filledHidden.size };
  }

  #openRow(attribute: (name: string) => string | undefined): void {
    this.#allRows += 1;
    if (this.#allRows > LIMITS.sheetRows.most) throw new WorkbookRefused(TOO_MANY_SHEET_ROWS);
    this.#line = rowOf(attribute('r')) ?? this.#line + 1;
    if (this.#line > LIMITS.sheetRows.most) throw new WorkbookRefused(TOO_MANY_SHEET_ROWS);
    const height = attribute('ht');
    const isHidden =
      isOn(attribute('hidden')) || (height === undefined ? this.#areRowsHidden : Number(height) === 0);
    this.#row = { line: this.#line, isHidden, cells: [] };
    this.#column = 0;
  }

  #openCell(attribute: (name: string) => string | undefined): void {
    this.#column = columnOf(attribute('r')) ?? this.#column + 1;
    const isDate = this.#known.dateStyles.has(attribute('s') ?? '');
    this.#cell = { type: attribute('t') ?? 'n', isDate, isFormula: false };
    this.#collector.begin();
  }

  #closeCell(): void {
    const cell = this.#cell && this.#cellOf(this.#cell, this.#collector.end());
    this.#cell = undefined;
    if (!cell || !this.#row || (cell.text.trim() === '' && cell.kind === undefined)) return;
    if (this.#column > LIMITS.tableColumns.most) {
      const most = `a table has at most ${LIMITS.tableColumns.most} columns`;
      throw new WorkbookRefused(`row ${this.#row.line}: a cell is in column ${this.#column}; ${most}`);
    }
    if (this.#hiddenColumns.some(([from, to]) => this.#column >= from && this.#column <= to))
      this.#filledHidden.add(this.#column);
    while (this.#row.cells.length < this.#column - 1) this.#row.cells.push({ text: '' });
    this.#row.cells[this.#column - 1] = cell;
  }

  #cellOf(
    { type, isDate, isFormula }: { type: string; isDate: boolean; isFormula: boolean },
    text: string,
  ): RawCell {
    if (isFormula) return { text, kind: 'formula' };
    if (text === '') return { text };
    if (type === 's') {
      const shared = this.#known.texts[Number(text)];
      if (shared === undefined) throw new Error('a cell refers to a text that does not exist');
      return { text: shared };
    }
    if (type === 'inlineStr' || type === 'str') return { text };
    if (type !== 'n') return { text, kind: 'other' };
    return { text: String(Number(text)), kind: isDate ? 'other' : 'number' };
  }

  #closeRow(): void {
    const row = this.#row;
    this.#row = undefined;
    if (!row || row.cells.length === 0) return;
    if (row.isHidden) this.#hiddenRows += 1;
    // One more row than a table may have, for the heading.
    if (this.#rows.length > LIMITS.tableRows.most) throw new WorkbookRefused(TOO_MANY_ROWS);
    this.#rows.push({ line: row.line, cells: row.cells });
  }
}

function isOn(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true';
}

/** The row number that a row states. */
function rowOf(number: string | undefined): number | undefined {
  if (number === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(number)) throw noAddress('row', number, 'a number from 1 on');
  return Number(number);
}

/** The column of a cell from an address such as `AB12`, counted from 1. */
function columnOf(address: string | undefined): number | undefined {
  if (address === undefined) return undefined;
  const letters = /^([A-Z]{1,3})[1-9]\d{0,6}$/.exec(address)?.[1];
  if (letters === undefined) throw noAddress('cell', address, 'an address such as B2');
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

function noAddress(what: 'row' | 'cell', given: string, right: string): WorkbookRefused {
  const stated = visible(given.slice(0, 40).toWellFormed());
  return new WorkbookRefused(
    `a ${what} of the sheet has the address "${stated}" instead of ${right}; save the table again, or as CSV`,
  );
}
