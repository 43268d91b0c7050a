import { LIMITS } from '@duixian/values';
import { TOO_MANY_ROWS } from '../workbook/read-sheet.ts';
import { csvRecords } from './csv-records.ts';
import type { RawRow, RawTable } from './payee-row.ts';

/**
 * The rows of a CSV file (RFC 4180) in UTF-8, with or without a byte order mark, or in GB 18030, as spreadsheets write
 * it in China.
 */
export async function csvRows(bytes: Uint8Array): Promise<RawTable> {
  const text = decoded(bytes);
  if (text === undefined) return refused(1, 'the file is neither UTF-8 nor GB 18030; save it as CSV UTF-8');
  const rows: RawRow[] = [];
  // One more row than a table may have, for the heading.
  const fault = await csvRecords(text, LIMITS.tableRows.most + 1, ({ line, cells }) => {
    rows.push({ line, cells: cells.map((cell) => ({ text: cell })) });
  });
  if (fault === undefined) return { rows, faults: [] };
  return refused(fault.line, fault.isTooLong ? TOO_MANY_ROWS : `reading stopped here: ${fault.message}`);
}

function refused(line: number, message: string): RawTable {
  return { rows: [], faults: [{ line, column: '', message }] };
}

/** Undefined where the file has neither encoding; a file in UTF-16 is not taken for either. */
function decoded(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // It does not have this encoding.
    }
  }
  return undefined;
}
