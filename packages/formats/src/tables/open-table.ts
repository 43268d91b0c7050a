import { csvRecords } from './csv-records.ts';
import { encodingOf, utf8Pieces } from './encoding.ts';
import { kindOfFile } from './kind-of-file.ts';
import { type CsvLimits, type Row, type Table, UNTITLED, type WorkbookLimits } from './table.ts';
import { openInThread } from './workbook-thread.ts';

/** Opens a table of any kind that is read; throws a `TableRefused` for any other. Close it when it was read. */
export async function openTable(bytes: Uint8Array, limits: CsvLimits & WorkbookLimits): Promise<Table> {
  const kind = kindOfFile(bytes);
  return kind === 'csv' ? openCsv(bytes, limits) : openInThread({ bytes, kind, limits });
}

/** A CSV file (RFC 4180) in UTF-8, with or without a byte order mark, or in GB 18030. */
export async function openCsv(bytes: Uint8Array, limits: CsvLimits): Promise<Table> {
  const encoding = await encodingOf(bytes);
  return {
    kind: 'csv',
    encoding,
    is1904: false,
    sheets: [UNTITLED],
    rows: () => csvRows(utf8Pieces(bytes, encoding), limits),
    close: async () => undefined,
  };
}

/** An .xlsx workbook, or nothing. */
export function openXlsx(bytes: Uint8Array, limits: WorkbookLimits): Promise<Table> {
  return openInThread({ bytes, kind: 'xlsx', limits });
}

async function* csvRows(
  pieces: AsyncIterable<Uint8Array>,
  limits: CsvLimits,
): AsyncGenerator<readonly Row[]> {
  for await (const records of csvRecords(pieces, limits))
    yield records.map(({ line, cells }) => ({
      line,
      cells: cells.map((text) => ({ text, kind: 'text' as const })),
    }));
}
