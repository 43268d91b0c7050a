import type { FileFaultCode } from '../reading.ts';

/**
 * `text`: what somebody wrote. `number`: the exact text of a number, never passed through a float. `day`: a number that
 * its style shows as a day (its serial), or a day as ISO text. `merged`: covered by a merged cell, whose value belongs to
 * its first cell alone.
 */
export type CellKind = 'text' | 'number' | 'day' | 'boolean' | 'error' | 'merged';

/** A formula has the value that the spreadsheet computed last; '' where the file has none. */
export type Cell = { readonly text: string; readonly kind: CellKind; readonly isFormula?: true };

/** A row with something in it. `line`: the row of the sheet, or the last line of the record in a CSV file, from 1. */
export type Row = {
  readonly line: number;
  readonly cells: readonly Cell[];
  readonly isHidden?: true;
  /** Columns (from 1) that are hidden and have something in this row. */
  readonly hiddenColumns?: readonly number[];
};

export type SheetName = { readonly name: string; readonly isHidden: boolean };

export type FileKind = 'csv' | 'xlsx' | 'spreadsheetml';

/** A file that was opened; its rows come in batches, in order, while the file is read. */
export type Table = {
  readonly kind: FileKind;
  /** Of a CSV file. */
  readonly encoding: string | undefined;
  /** Days are counted from 1904, as on old Macintoshes. */
  readonly is1904: boolean;
  /** A CSV file has one, without a name. */
  readonly sheets: readonly SheetName[];
  /** Throws a `TableRefused` where the file cannot be read further. One sheet is read at a time. */
  readonly rows: (sheet: number) => AsyncGenerator<readonly Row[]>;
  readonly close: () => Promise<void>;
};

export type CsvLimits = {
  /** Records with something in them. */
  readonly records: number;
  readonly columns: number;
  readonly recordCharacters: number;
  readonly cellCharacters: number;
};

export type WorkbookLimits = {
  readonly unpackedBytes: number;
  /** How many times larger than the file its content may be; a small file may be more. */
  readonly unpackedRatio: number;
  readonly parts: number;
  readonly texts: number;
  readonly textCharacters: number;
  readonly mergedCells: number;
  readonly columns: number;
  readonly cellCharacters: number;
  /** Of the thread that reads. */
  readonly memoryBytes: number;
  readonly ms: number;
};

/** A file that is not read, or not read further, and a sentence that says why and what to do. */
export class TableRefused extends Error {
  readonly code: FileFaultCode;
  readonly line: number | undefined;

  constructor(message: string, code: FileFaultCode = 'too-large', line?: number) {
    super(message);
    this.code = code;
    this.line = line;
  }
}

export const UNTITLED: SheetName = { name: '', isHidden: false };
