import { neutralText } from '@duixian/values';
import { stringify } from 'csv-stringify/sync';
import { xlsxChunks } from '../spreadsheet/xlsx-chunks.ts';
import { PAYEE_COLUMNS, type PayeeColumn, type PayeeRow } from './payee-row.ts';
import type { TableFormat } from './read-payee-table.ts';

const KEYS = Object.keys(PAYEE_COLUMNS) as PayeeColumn[];
const TITLES = Object.values(PAYEE_COLUMNS);
/** The byte order mark, by which spreadsheets recognise a CSV file as UTF-8. */
const MARK = '\ufeff';
/** Cells formatted as text: digits remain as they are when somebody edits them. */
const AS_TEXT = { numFmt: '@' };

/** The table of accounts as a file that `readPayeeTable` can read, piece by piece. */
export function writePayeeTable(
  rows: AsyncIterable<PayeeRow> | Iterable<PayeeRow>,
  format: TableFormat,
): AsyncGenerator<Uint8Array> {
  return format === 'csv' ? csvChunks(rows) : sheetChunks(rows);
}

async function* csvChunks(rows: AsyncIterable<PayeeRow> | Iterable<PayeeRow>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${MARK}${csvLine(TITLES)}`);
  for await (const row of rows) yield Buffer.from(csvLine(texts(row)));
}

function sheetChunks(rows: AsyncIterable<PayeeRow> | Iterable<PayeeRow>): AsyncGenerator<Uint8Array> {
  const columns = TITLES.map((header) => ({ header, width: 28, style: AS_TEXT }));
  return xlsxChunks('收款账户', columns, async (add) => {
    for await (const row of rows) await add(texts(row));
  });
}

function csvLine(cells: readonly string[]): string {
  return stringify([cells], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

function texts(row: PayeeRow): string[] {
  return KEYS.map((key) => neutralText(row[key]));
}
