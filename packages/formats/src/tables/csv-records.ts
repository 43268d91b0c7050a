import { finished } from 'node:stream/promises';
import { LIMITS } from '@duixian/values';
import { CsvError, type Info, type Parser, parse } from 'csv-parse';
import { type CsvLimits, TableRefused } from './table.ts';

/** A record of a CSV file; `line` is its last line, from 1, where a quoted field spans several. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

/**
 * The record that begins in this line and all that follow are not read; `isTooLong`: there are more than are accepted.
 */
export class CsvRefused extends TableRefused {
  readonly isTooLong: boolean;

  constructor(message: string, line: number, isTooLong: boolean) {
    super(message, isTooLong ? 'too-large' : 'bad-field', line);
    this.isTooLong = isTooLong;
  }
}

const DELIMITERS = ['\r\n', '\n', '\r'];
const LF = 0x0a;
const CR = 0x0d;

class Refused extends Error {}

/**
 * The records of a CSV file (RFC 4180) in UTF-8 that have a non-empty field, batch by batch; throws a `CsvRefused` for
 * what ends the reading before the end of the file. Lines end with CRLF, LF or CR, also mixed, and are counted as an
 * editor counts them: a CRLF counts once, within quotes too. Nothing of the file is kept here.
 */
export async function* csvRecords(
  pieces: AsyncIterable<Uint8Array>,
  limits: CsvLimits,
): AsyncGenerator<readonly CsvRecord[]> {
  const lines = new LineCounter();
  const reader = new RecordReader(lines, limits);
  const { parser } = reader;
  const ended = finished(parser, { readable: false });
  // It is waited for at the end; until then a failure is that of the piece.
  ended.catch(() => undefined);
  try {
    for await (const piece of pieces) {
      lines.add(piece);
      await written(parser, piece);
      const records = reader.take();
      if (records.length > 0) yield records;
    }
    parser.end();
    await ended;
    const records = reader.take();
    if (records.length > 0) yield records;
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof Refused)) throw error;
    throw new CsvRefused(reasonOf(error, limits), lines.next(), reader.isTooLong());
  } finally {
    parser.destroy();
  }
}

function written(parser: Parser, piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

class RecordReader {
  readonly parser: Parser;
  readonly #lines: LineCounter;
  readonly #limits: CsvLimits;
  #records: CsvRecord[] = [];
  #all = 0;
  #filled = 0;

  constructor(lines: LineCounter, limits: CsvLimits) {
    this.#lines = lines;
    this.#limits = limits;
    this.parser = parse({
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: DELIMITERS,
      max_record_size: limits.recordCharacters,
      // A record of only commas has no size.
      cast: (cell: string, { index }) => this.#checked(cell, index),
      on_record: (cells: string[], { bytes: end }: Info) => this.#add(cells, end),
    });
    this.parser.on('error', () => undefined);
    this.parser.resume();
  }

  isTooLong(): boolean {
    return this.#filled > this.#limits.records || this.#all > LIMITS.sheetRows.most;
  }

  take(): readonly CsvRecord[] {
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #checked(cell: string, index: number): string {
    const { columns, cellCharacters } = this.#limits;
    if (index >= columns) throw new Refused(`it has more than ${columns} columns`);
    if (cell.length > cellCharacters) throw new Refused(`a field has more than ${cellCharacters} characters`);
    return cell;
  }

  #add(cells: string[], end: number): null {
    // For the parser each record is the first: otherwise each with more or fewer cells than the first would be an
    // error.
    (this.parser.info as { records: number }).records = 0;
    this.#all += 1;
    const isFilled = cells.some((cell) => cell.trim() !== '');
    if (isFilled) this.#filled += 1;
    if (this.isTooLong()) throw new Refused('it has too many lines');
    const line = this.#lines.lineAt(end);
    if (isFilled) this.#records.push({ line, cells });
    return null;
  }
}

function reasonOf(error: CsvError | Refused, { recordCharacters }: CsvLimits): string {
  if (error instanceof Refused) return error.message;
  if (error.code !== 'CSV_MAX_RECORD_SIZE') return `it is not CSV by RFC 4180 (${error.code})`;
  return `it has more than ${recordCharacters} characters in a line; is a quote not closed?`;
}

/** Continues counting from the end of one record to the end of the next, through pieces that it keeps no longer. */
class LineCounter {
  #pieces: Uint8Array[] = [];
  /** Where the first of the pieces begins in the file. */
  #start = 0;
  #at = 0;
  #line = 1;
  #last: number | undefined;

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
  }

  /** The line that a record which ends at `end` ends in. */
  lineAt(end: number): number {
    while (this.#at < end && this.#pieces.length > 0) this.#countPiece(end);
    return this.#last === LF || this.#last === CR ? this.#line - 1 : this.#line;
  }

  /** The line where the next record begins. */
  next(): number {
    return this.#line;
  }

  #countPiece(end: number): void {
    const [piece = new Uint8Array(), following] = this.#pieces;
    const most = Math.min(end - this.#start, piece.length);
    for (let index = this.#at - this.#start; index < most; index += 1) {
      this.#last = piece[index];
      const next = index + 1 < piece.length ? piece[index + 1] : following?.[0];
      if (this.#last === LF || (this.#last === CR && next !== LF)) this.#line += 1;
    }
    this.#at = this.#start + most;
    if (most < piece.length) return;
    this.#start += piece.length;
    this.#pieces.shift();
  }
}
