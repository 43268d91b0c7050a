import { type Cell, openXlsx, type Row, type Table, TableRefused } from '@duixian/formats/tables';
import { LIMITS } from '@duixian/values';
import { TOO_MANY_ROWS, WORKBOOK_LIMITS } from './limits.ts';
import type { RawCell, RawRow, RawTable } from './payee-row.ts';

/** The rows of the one filled sheet of a workbook. Content that people do not see is never used. */
export async function xlsxRows(bytes: Uint8Array): Promise<RawTable> {
  try {
    const table = await openXlsx(bytes, WORKBOOK_LIMITS);
    try {
      return { rows: await filledSheet(table), faults: [] };
    } finally {
      await table.close();
    }
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    return { rows: [], faults: [{ line: 1, column: '', message: error.message }] };
  }
}

type Sheet = {
  readonly rows: readonly RawRow[];
  readonly hiddenRows: number;
  readonly hiddenColumns: number;
};

type SheetName = Table['sheets'][number];

async function filledSheet(table: Table): Promise<readonly RawRow[]> {
  const filled: { name: SheetName; sheet: Sheet }[] = [];
  for (const [index, name] of table.sheets.entries()) {
    const sheet = await readSheet(table.rows(index));
    if (sheet.rows.length > 0) filled.push({ name, sheet });
    if (filled.length > 1) throw new TableRefused(severalFilled(filled.map((one) => one.name)));
  }
  const [first] = filled;
  if (!first) return [];
  const unseen = unseenIn(first.name, first.sheet);
  if (unseen !== undefined) throw new TableRefused(unseen);
  return first.sheet.rows;
}

/** Ends at the first row beyond the limit. */
async function readSheet(batches: AsyncIterable<readonly Row[]>): Promise<Sheet> {
  const rows: RawRow[] = [];
  const hiddenColumns = new Set<number>();
  let hiddenRows = 0;
  for await (const batch of batches)
    for (const row of batch) {
      // One more row than a table may have, for the heading.
      if (rows.length > LIMITS.tableRows.most) throw new TableRefused(TOO_MANY_ROWS);
      rows.push({ line: row.line, cells: row.cells.map(rawCell) });
      if (row.isHidden) hiddenRows += 1;
      for (const column of row.hiddenColumns ?? []) hiddenColumns.add(column);
    }
  return { rows, hiddenRows, hiddenColumns: hiddenColumns.size };
}

function rawCell({ text, kind, isFormula }: Cell): RawCell {
  if (isFormula) return { text, kind: 'formula' };
  if (kind === 'text' || kind === 'merged') return { text };
  return kind === 'number' ? { text: String(Number(text)), kind } : { text, kind: 'other' };
}

function severalFilled(sheets: readonly SheetName[]): string {
  const names = sheets.map(({ name, isHidden }) => `${JSON.stringify(name)}${isHidden ? ' (hidden)' : ''}`);
  const show = sheets.some(({ isHidden }) => isHidden) ? '; show the hidden one first' : '';
  return `only one sheet may have something in it, and these have: ${names.join(', ')}; delete all but one${show}`;
}

function unseenIn({ name, isHidden }: SheetName, { hiddenRows, hiddenColumns }: Sheet): string | undefined {
  const sheet = `the sheet ${JSON.stringify(name)}`;
  if (isHidden) return `${sheet} is hidden; show it, look at it, and send the table again`;
  const what = [
    ...(hiddenRows > 0 ? [`${hiddenRows} ${hiddenRows === 1 ? 'row' : 'rows'}`] : []),
    ...(hiddenColumns > 0 ? [`${hiddenColumns} ${hiddenColumns === 1 ? 'column' : 'columns'}`] : []),
  ];
  if (what.length === 0) return undefined;
  return `${sheet} hides ${what.join(' and ')} with something in it (by a filter, for example); show or delete what is hidden`;
}
