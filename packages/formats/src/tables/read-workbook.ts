import { readSheet } from './read-sheet.ts';
import { readSpreadsheetMl, spreadsheetMlSheets } from './spreadsheetml.ts';
import { type FileKind, type Row, type SheetName, TableRefused, type WorkbookLimits } from './table.ts';
import { Parts } from './unpack-workbook.ts';
import { readDateStyles, readOutline, readSharedTexts } from './workbook-parts.ts';

const NO_WORKBOOK = 'the file is not a workbook (.xlsx) without a password; save it as one, or as CSV';

export type OpenedWorkbook = {
  readonly sheets: readonly SheetName[];
  readonly is1904: boolean;
  readonly rows: (sheet: number) => AsyncGenerator<readonly Row[]>;
};

/** Opens a workbook; whatever is wrong with it, now or while it is read, is a `TableRefused`. */
export async function openWorkbook(
  bytes: Uint8Array,
  kind: FileKind,
  limits: WorkbookLimits,
): Promise<OpenedWorkbook> {
  try {
    return kind === 'spreadsheetml' ? await ofXml(bytes, limits) : await ofArchive(bytes, limits);
  } catch (error) {
    throw asRefusal(error);
  }
}

export function asRefusal(error: unknown): TableRefused {
  return error instanceof TableRefused ? error : new TableRefused(NO_WORKBOOK, 'wrong-kind-of-file');
}

async function ofXml(bytes: Uint8Array, limits: WorkbookLimits): Promise<OpenedWorkbook> {
  if (bytes.length > limits.unpackedBytes)
    throw new TableRefused(`the workbook has more than ${limits.unpackedBytes} bytes`);
  const sheets = await spreadsheetMlSheets(bytes);
  return { sheets, is1904: false, rows: (sheet) => readSpreadsheetMl(bytes, sheet, limits) };
}

async function ofArchive(bytes: Uint8Array, limits: WorkbookLimits): Promise<OpenedWorkbook> {
  const parts = await Parts.of(bytes, limits);
  const { sheets, texts: textsPath, styles, is1904 } = await readOutline(parts);
  const texts = await readSharedTexts(parts, textsPath, limits);
  const dateStyles = await readDateStyles(parts, styles);
  return {
    sheets: sheets.map(({ name, isHidden }) => ({ name, isHidden })),
    is1904,
    rows: (sheet) => readSheet(parts, sheets[sheet]?.path ?? '', { texts, dateStyles }, limits),
  };
}
