import { addressOf, rowNumberOf } from './cell-address.ts';
import { MergedCells, mergedRanges } from './merged-cells.ts';
import { type Attribute, parsedXml } from './parse-xml.ts';
import { RowBuilder } from './row-builder.ts';
import type { Cell, Row, WorkbookLimits } from './table.ts';
import type { Parts } from './unpack-workbook.ts';
import { isOn, TextCollector } from './workbook-parts.ts';

export type Known = { readonly texts: readonly string[]; readonly dateStyles: ReadonlySet<string> };

/** The filled rows of a sheet of an .xlsx workbook, batch by batch. */
export async function* readSheet(
  parts: Parts,
  path: string,
  known: Known,
  limits: WorkbookLimits,
): AsyncGenerator<readonly Row[]> {
  const merged = new MergedCells(await mergedRanges(parts.read(path), limits.mergedCells), limits.columns);
  const rows = new RowBuilder(limits.columns);
  for await (const _ of parsedXml(parts.read(path), new SheetReader(known, merged, rows, limits)))
    if (rows.count > 0) yield rows.take();
}

type OpenCell = { readonly type: string; readonly isDate: boolean; isFormula: boolean };

class SheetReader {
  readonly #known: Known;
  readonly #merged: MergedCells;
  readonly #rows: RowBuilder;
  readonly #collector: TextCollector;
  readonly #hiddenColumns: [number, number][] = [];
  #areRowsHidden = false;
  #column = 0;
  #cell: OpenCell | undefined;

  constructor(known: Known, merged: MergedCells, rows: RowBuilder, limits: WorkbookLimits) {
    this.#known = known;
    this.#merged = merged;
    this.#rows = rows;
    this.#collector = new TextCollector(limits.cellCharacters);
  }

  open(name: string, attribute: Attribute): void {
    if (name === 'c') this.#openCell(attribute);
    else if (name === 'row') this.#openRow(attribute);
    else if (name === 'f' && this.#cell) this.#cell.isFormula = true;
    else if (name === 'sheetFormatPr') this.#areRowsHidden = isOn(attribute('zeroHeight'));
    else if (name === 'col' && isOn(attribute('hidden')))
      this.#hiddenColumns.push([Number(attribute('min')), Number(attribute('max'))]);
    this.#collector.open(name);
  }

  text(text: string): void {
    if (this.#cell) this.#collector.add(text);
  }

  close(name: string): void {
    this.#collector.close(name);
    if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#rows.end();
  }

  #openRow(attribute: Attribute): void {
    const stated = attribute('r');
    const line = stated === undefined ? this.#rows.line + 1 : rowNumberOf(stated);
    const height = attribute('ht');
    const isHidden =
      isOn(attribute('hidden')) || (height === undefined ? this.#areRowsHidden : Number(height) === 0);
    this.#rows.begin(line, isHidden);
    this.#rows.cover(this.#merged.coveredIn(line));
    this.#column = 0;
  }

  #openCell(attribute: Attribute): void {
    const address = attribute('r');
    this.#column = address === undefined ? this.#column + 1 : addressOf(address).column;
    const isDate = this.#known.dateStyles.has(attribute('s') ?? '');
    this.#cell = { type: attribute('t') ?? 'n', isDate, isFormula: false };
    this.#collector.begin();
  }

  #closeCell(): void {
    const open = this.#cell;
    this.#cell = undefined;
    if (!open) return;
    const cell = this.#cellOf(open, this.#collector.end());
    if (cell.text.trim() === '' && !cell.isFormula) return;
    const column = this.#column;
    this.#rows.add(
      column,
      cell,
      this.#hiddenColumns.some(([from, to]) => column >= from && column <= to),
    );
  }

  #cellOf({ type, isDate, isFormula }: OpenCell, text: string): Cell {
    const cell = this.#valueOf(type, isDate, text);
    return isFormula ? { ...cell, isFormula } : cell;
  }

  #valueOf(type: string, isDate: boolean, text: string): Cell {
    if (text === '') return { text, kind: 'text' };
    switch (type) {
      case 's': {
        const shared = this.#known.texts[Number(text)];
        if (shared === undefined) throw new Error('a cell refers to a text that does not exist');
        return { text: shared, kind: 'text' };
      }
      case 'n':
        return { text, kind: isDate ? 'day' : 'number' };
      case 'd':
        return { text, kind: 'day' };
      case 'b':
        return { text: text === '1' ? 'TRUE' : 'FALSE', kind: 'boolean' };
      case 'e':
        return { text, kind: 'error' };
      default:
        return { text, kind: 'text' };
    }
  }
}
