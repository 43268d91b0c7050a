import { type Attribute, parsedXml } from './parse-xml.ts';
import { RowBuilder } from './row-builder.ts';
import type { Cell, Row, SheetName, WorkbookLimits } from './table.ts';
import { TextCollector } from './workbook-parts.ts';

const PIECE_BYTES = 64 * 1024;
const NO_TIME = /T00:00:00(?:\.0+)?$/;

/** The sheets of a workbook in the XML of 2003 (SpreadsheetML), which is often sold under the name .xls. */
export async function spreadsheetMlSheets(bytes: Uint8Array): Promise<readonly SheetName[]> {
  const sheets: { name: string; isHidden: boolean }[] = [];
  let isVisibility = false;
  const reader = {
    open(name: string, attribute: Attribute) {
      if (name === 'Worksheet') sheets.push({ name: attribute('ss:Name') ?? '', isHidden: false });
      isVisibility = name === 'Visible';
    },
    text(text: string) {
      const last = sheets.at(-1);
      if (isVisibility && last && text.startsWith('SheetHidden')) last.isHidden = true;
      if (isVisibility && last && text.startsWith('SheetVeryHidden')) last.isHidden = true;
    },
    close() {
      isVisibility = false;
    },
  };
  for await (const _ of parsedXml(piecesOf(bytes), reader)) {
    // What is read is in the reader.
  }
  if (sheets.length === 0) throw new Error('a workbook has a sheet');
  return sheets;
}

/** The filled rows of one of them. */
export async function* readSpreadsheetMl(
  bytes: Uint8Array,
  sheet: number,
  limits: WorkbookLimits,
): AsyncGenerator<readonly Row[]> {
  const rows = new RowBuilder(limits.columns);
  for await (const _ of parsedXml(piecesOf(bytes), new XmlSheetReader(sheet, rows, limits)))
    if (rows.count > 0) yield rows.take();
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

/** A merged cell that goes on in further rows. */
type Going = { readonly last: number; readonly left: number; readonly right: number };

class XmlSheetReader {
  readonly #wanted: number;
  readonly #rows: RowBuilder;
  readonly #collector: TextCollector;
  #sheet = -1;
  #column = 0;
  #columnDefinition = 0;
  #hiddenColumns: number[] = [];
  #going: Going[] = [];
  #covered: number[] = [];
  #type: string | undefined;
  #isFormula = false;
  #text = '';

  constructor(wanted: number, rows: RowBuilder, limits: WorkbookLimits) {
    this.#wanted = wanted;
    this.#rows = rows;
    this.#collector = new TextCollector(limits.cellCharacters);
  }

  open(name: string, attribute: Attribute): void {
    if (name === 'Worksheet') this.#sheet += 1;
    if (this.#sheet !== this.#wanted) return;
    if (name === 'Column') this.#openColumn(attribute);
    if (name === 'Row') this.#openRow(attribute);
    if (name === 'Cell') this.#openCell(attribute);
    if (name !== 'Data') return;
    this.#type = attribute('ss:Type') ?? 'String';
    this.#collector.begin();
    this.#collector.open('t');
  }

  text(text: string): void {
    if (this.#type === undefined || this.#sheet !== this.#wanted) return;
    // Parts of rich text are elements of their own within the data of a cell.
    this.#collector.open('t');
    this.#collector.add(text);
  }

  close(name: string): void {
    if (this.#sheet !== this.#wanted) return;
    if (name === 'Data') this.#text = this.#collector.end();
    if (name === 'Cell') this.#closeCell();
    if (name === 'Row') this.#rows.end();
  }

  #openColumn(attribute: Attribute): void {
    this.#columnDefinition = indexOf(attribute) ?? this.#columnDefinition + 1;
    const span = Number(attribute('ss:Span') ?? 0);
    if (attribute('ss:Hidden') === '1' && span <= 16_384)
      for (let at = 0; at <= span; at += 1) this.#hiddenColumns.push(this.#columnDefinition + at);
    this.#columnDefinition += span;
  }

  #openRow(attribute: Attribute): void {
    const line = indexOf(attribute) ?? this.#rows.line + 1;
    this.#rows.begin(line, attribute('ss:Hidden') === '1');
    this.#going = this.#going.filter(({ last }) => last >= line);
    this.#covered = this.#going.flatMap(({ left, right }) => columnsFrom(left, right));
    this.#rows.cover(this.#covered);
    this.#column = 0;
  }

  #openCell(attribute: Attribute): void {
    // A cell without a number follows the last one, or the range that it covers.
    let next = this.#column + 1;
    while (this.#covered.includes(next)) next += 1;
    const column = indexOf(attribute) ?? next;
    const across = Number(attribute('ss:MergeAcross') ?? 0);
    const down = Number(attribute('ss:MergeDown') ?? 0);
    const right = column + Math.min(across, 16_384);
    if (across > 0) this.#covered.push(...columnsFrom(column + 1, right));
    if (down > 0) this.#going.push({ last: this.#rows.line + down, left: column, right });
    this.#column = column;
    this.#isFormula = attribute('ss:Formula') !== undefined;
    this.#type = undefined;
    this.#text = '';
  }

  #closeCell(): void {
    const cell = cellOf(this.#type ?? 'String', this.#text);
    this.#type = undefined;
    if (cell.text.trim() === '' && !this.#isFormula) return;
    const isHidden = this.#hiddenColumns.includes(this.#column);
    this.#rows.add(this.#column, this.#isFormula ? { ...cell, isFormula: true } : cell, isHidden);
  }
}

function cellOf(type: string, text: string): Cell {
  switch (type) {
    case 'Number':
      return { text, kind: 'number' };
    case 'DateTime':
      return { text: text.replace(NO_TIME, ''), kind: 'day' };
    case 'Boolean':
      return { text: text === '1' ? 'TRUE' : 'FALSE', kind: 'boolean' };
    case 'Error':
      return { text, kind: 'error' };
    default:
      return { text, kind: 'text' };
  }
}

function indexOf(attribute: Attribute): number | undefined {
  const index = attribute('ss:Index');
  return index !== undefined && /^[1-9]\d{0,6}$/.test(index) ? Number(index) : undefined;
}

function columnsFrom(left: number, right: number): number[] {
  return Array.from({ length: Math.max(0, right - left + 1) }, (_, at) => left + at);
}
