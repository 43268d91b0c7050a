import { CsvRefused, openCsv, TableRefused } from '@duixian/formats/tables';
import { CSV_LIMITS, TOO_MANY_ROWS } from './limits.ts';
import type { RawRow, RawTable } from './payee-row.ts';

/**
 * The rows of a CSV file (RFC 4180) in UTF-8, with or without a byte order mark, or in GB 18030, as spreadsheets write
 * it in China.
 */
export async function csvRows(bytes: Uint8Array): Promise<RawTable> {
  const rows: RawRow[] = [];
  try {
    const table = await openCsv(bytes, CSV_LIMITS);
    for await (const batch of table.rows(0))
      for (const { line, cells } of batch) rows.push({ line, cells: cells.map(({ text }) => ({ text })) });
    return { rows, faults: [] };
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    return { rows: [], faults: [{ line: error.line ?? 1, column: '', message: inWords(error) }] };
  }
}

function inWords(error: TableRefused): string {
  if (!(error instanceof CsvRefused)) return error.message;
  return error.isTooLong ? TOO_MANY_ROWS : `reading stopped here: ${error.message}`;
}
