import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { LIMITS } from '@duixian/values';
import { CsvError, type Info, parse } from 'csv-parse';

/** A record of a CSV file; `line` is its last line, from 1, where a quoted field spans several. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/**
 * The record that begins in this line and all that follow are not read; `isTooLong`: there are more than are accepted.
 */
export type CsvFault = { readonly line: number; readonly message: string; readonly isTooLong: boolean };

/** How much is read before other work of the process gets its turn. */
const AT_ONCE_BYTES = 8 * 1024;
const DELIMITERS = ['\r\n', '\n', '\r'];
const LF = 0x0a;
const CR = 0x0d;

class Refused extends Error {}

/**
 * Passes on, one by one, the records of a CSV file (RFC 4180) that have a non-empty field, and returns what ended the
 * reading before the end of the file. Lines end with CRLF, LF or CR, also mixed, and are counted as an editor counts
 * them: a CRLF counts once, within quotes too. However long the file, nothing else waits for it, and nothing of it is
 * kept here.
 */
export async function csvRecords(
  text: string,
  mostRecords: number,
  take: (record: CsvRecord) => void,
): Promise<CsvFault | undefined> {
  const bytes = Buffer.from(text);
  const count = lineCounter(bytes);
  let all = 0;
  let taken = 0;
  const isTooLong = () => taken > mostRecords || all > LIMITS.sheetRows.most;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: DELIMITERS,
    max_record_size: LIMITS.csvRecordCharacters.most,
    // A record of only commas has no size.
    cast(cell: string, { index }) {
      if (index >= LIMITS.tableColumns.most)
        throw new Refused(`it has more than ${LIMITS.tableColumns.most} columns`);
      return cell;
    },
    on_record(cells: string[], { bytes: end }: Info) {
      // For the parser each record is the first: otherwise each with more or fewer cells than the first would be an
      // error.
      info.records = 0;
      all += 1;
      const isFilled = cells.some((cell) => cell.trim() !== '');
      if (isFilled) taken += 1;
      if (isTooLong()) throw new Refused('it has too many lines');
      const line = count(end);
      if (isFilled) take({ line, cells });
      return null;
    },
  });
  const info: { records: number } = parser.info;
  try {
    await pipeline(chunksOf(bytes), parser);
    return undefined;
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof Refused)) throw error;
    return { line: count.next(), message: reasonOf(error), isTooLong: isTooLong() };
  }
}

function reasonOf(error: CsvError | Refused): string {
  if (error instanceof Refused) return error.message;
  if (error.code !== 'CSV_MAX_RECORD_SIZE') return `it is not CSV by RFC 4180 (${error.code})`;
  return `it has more than ${LIMITS.csvRecordCharacters.most} characters in a line; is a quote not closed?`;
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += AT_ONCE_BYTES) {
    await turn();
    yield bytes.subarray(at, at + AT_ONCE_BYTES);
  }
}

/** Continues counting from the end of one record to the end of the next. */
function lineCounter(bytes: Buffer) {
  let at = 0;
  let line = 1;
  const count = (end: number): number => {
    for (; at < end; at += 1) if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) line += 1;
    const last = bytes[end - 1];
    return last === LF || last === CR ? line - 1 : line;
  };
  /** The line where the next record begins. */
  count.next = () => line;
  return count;
}
