import { LIMITS } from '@duixian/values';
import { fileFault } from './file-fault.ts';
import type { FileFault } from './reading.ts';
import { openCsv, TableRefused } from './tables/index.ts';

export type CsvLine = { readonly line: number; readonly cells: readonly string[] };

const CSV_LIMITS = {
  // One more than its lines, for the heading.
  records: LIMITS.statementLines.most + 1,
  columns: LIMITS.tableColumns.most,
  recordCharacters: LIMITS.csvRecordCharacters.most,
  cellCharacters: LIMITS.cellCharacters.most,
};

/** The lines of a small CSV file in UTF-8, with or without its mark, or in GB 18030; empty ones are left out. */
export async function csvLines(bytes: Uint8Array): Promise<readonly CsvLine[] | FileFault> {
  if (bytes.length > LIMITS.bankFileBytes.most)
    return fileFault('too-large', `the file has more than ${LIMITS.bankFileBytes.most} bytes`);
  const lines: CsvLine[] = [];
  try {
    const table = await openCsv(bytes, CSV_LIMITS);
    for await (const rows of table.rows(0))
      lines.push(...rows.map(({ line, cells }) => ({ line, cells: cells.map(({ text }) => text.trim()) })));
    return lines;
  } catch (error) {
    if (!(error instanceof TableRefused)) throw error;
    const { code, line, message } = error;
    return fileFault(code, line === undefined ? message : `line ${line}: ${message}`, { line });
  }
}
