import { setImmediate as turn } from 'node:timers/promises';
import { LIMITS, plainText } from '@duixian/values';
import { cellText } from '../text/writable.ts';
import { cellFault } from './check-cell.ts';
import { csvRows } from './csv-rows.ts';
import { PAYEE_COLUMNS, type PayeeColumn, type PayeeRow, type RawRow, type TableFault } from './payee-row.ts';
import { xlsxRows } from './xlsx-rows.ts';

const COLUMNS = Object.entries(PAYEE_COLUMNS) as [PayeeColumn, string][];
/** After this many rows other work of the process gets its turn. */
const ROWS_AT_ONCE = 200;
const TITLES = Object.values(PAYEE_COLUMNS).join(', ');

export type TableFormat = 'csv' | 'xlsx';

/** A row and its line in the file, or its row in the sheet. */
type ReadRow = PayeeRow & { readonly line: number };

export type ReadTable = { readonly rows: readonly ReadRow[]; readonly faults: readonly TableFault[] };

/** Accounts from a table whose first row names the columns, in any order; all faults are reported at once. */
export async function readPayeeTable(bytes: Uint8Array, format: TableFormat): Promise<ReadTable> {
  const raw = await (format === 'csv' ? csvRows(bytes) : xlsxRows(bytes));
  if (raw.faults.length > 0) return { rows: [], faults: raw.faults };
  const [head, ...body] = raw.rows.filter(({ cells }) => cells.some(({ text }) => text.trim() !== ''));
  if (!head) return refused(1, `the first row must name the columns ${TITLES}; the table is empty`);
  const titles = head.cells.map(({ text }) => text.trim());
  const faults = headFaults(head.line, titles);
  return faults.length > 0 ? { rows: [], faults } : readRows(titles, body);
}

function refused(line: number, message: string): ReadTable {
  return { rows: [], faults: [{ line, column: '', message }] };
}

function headFaults(line: number, titles: readonly string[]): TableFault[] {
  const missing = COLUMNS.filter(([, title]) => !titles.includes(title)).map(([, title]) => title);
  const faults = missing.map((column) => ({ line, column, message: `the column ${column} is missing` }));
  for (const [index, column] of titles.entries()) {
    const isKnown = COLUMNS.some(([, title]) => title === column);
    if (!isKnown && column !== '') {
      faults.push({ line, column, message: `this column is not known; the columns are ${TITLES}` });
    }
    if (isKnown && titles.indexOf(column) < index) {
      faults.push({ line, column, message: `the column ${column} occurs twice` });
    }
  }
  return faults;
}

async function readRows(titles: readonly string[], body: readonly RawRow[]): Promise<ReadTable> {
  const faults: TableFault[] = [];
  const rows: ReadRow[] = [];
  const lines = new Map<string, number>();
  for (const [index, raw] of body.entries()) {
    if (index % ROWS_AT_ONCE === 0) await turn();
    const { row, faults: own } = readRow(titles, raw);
    const earlier = row.entity === '' ? undefined : lines.get(row.entity);
    if (earlier === undefined) lines.set(row.entity, raw.line);
    else
      own.push({
        line: raw.line,
        column: PAYEE_COLUMNS.entity,
        message: `is in line ${earlier} already`,
      });
    if (own.length === 0) rows.push(row);
    faults.push(...own);
    if (faults.length < LIMITS.tableFaults.most) continue;
    const others = {
      line: raw.line,
      column: '',
      message: 'further faults are not listed; correct these first',
    };
    return { rows: [], faults: [...faults.slice(0, LIMITS.tableFaults.most - 1), others] };
  }
  return { rows, faults };
}

function readRow(titles: readonly string[], { line, cells }: RawRow): { row: ReadRow; faults: TableFault[] } {
  const faults: TableFault[] = [];
  const texts = COLUMNS.map(([column, title]) => {
    const cell = cells[titles.indexOf(title)] ?? { text: '' };
    const text = cellText(plainText(cell.text.trim()));
    const wrong = cellFault(column, cell, text);
    if (wrong !== undefined) faults.push({ line, column: title, message: `${title} ${wrong}` });
    return [column, text] as const;
  });
  const nameless = cells.findIndex(({ text }, index) => text.trim() !== '' && (titles[index] ?? '') === '');
  if (nameless >= 0) {
    faults.push({
      line,
      column: `${nameless + 1}`,
      message: 'a cell is outside the named columns',
    });
  }
  return { row: { line, ...(Object.fromEntries(texts) as PayeeRow) }, faults };
}
