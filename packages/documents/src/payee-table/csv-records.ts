import { CsvError, type Info, parse } from 'csv-parse/sync';

/** A record of a CSV file; its line is its last one, from 1, where a quoted field goes over several. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/** From the record that begins in this line on nothing can be read. */
export type CsvFault = { readonly line: number; readonly message: string };

const DELIMITERS = ['\r\n', '\n', '\r'];
const BREAK = /\r\n|\n|\r/g;

/**
 * The records of a CSV file (RFC 4180) that have something in a field. Lines end as CRLF, LF or CR, also mixed, and are
 * counted as an editor counts them: a CRLF is one, within quotes too.
 */
export function csvRecords(text: string, mostCharacters?: number): CsvRecord[] | CsvFault {
  const bytes = Buffer.from(text);
  const count = lineCounter(bytes);
  const records: CsvRecord[] = [];
  try {
    parse(bytes, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: DELIMITERS,
      ...(mostCharacters !== undefined && { max_record_size: mostCharacters }),
      on_record(cells: string[], { bytes: end }: Info) {
        const line = count(end);
        if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells });
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: count.next(), message: error.code };
  }
}

/** Counts on from the end of one record to the end of the next. */
function lineCounter(bytes: Buffer) {
  let at = 0;
  let line = 1;
  const count = (end: number): number => {
    const text = bytes.toString('latin1', at, end);
    at = end;
    line += text.match(BREAK)?.length ?? 0;
    return /[\r\n]$/.test(text) ? line - 1 : line;
  };
  /** Where what follows begins. */
  count.next = () => line;
  return count;
}
