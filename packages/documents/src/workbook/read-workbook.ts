import type { RawTable } from '../payee-table/payee-row.ts';
import { readDateStyles, readSharedTexts, readSheets, type SheetPart } from './read-parts.ts';
import { readSheet, type Sheet } from './read-sheet.ts';
import { Parts, WorkbookRefused } from './unpack-workbook.ts';

const NO_WORKBOOK = 'the file is not a workbook (.xlsx) without a password; save it as one, or as CSV';

/** The rows of the one filled sheet of a workbook. Content that people do not see is never used. */
export async function readWorkbook(bytes: Uint8Array): Promise<RawTable> {
  try {
    return await tableOf(await Parts.of(bytes));
  } catch (error) {
    return refused(error instanceof WorkbookRefused ? error.message : NO_WORKBOOK);
  }
}

async function tableOf(parts: Parts): Promise<RawTable> {
  const { sheets, texts: textsPath, styles } = await readSheets(parts);
  const texts = await readSharedTexts(parts, textsPath);
  const dateStyles = await readDateStyles(parts, styles);
  const filled: { part: SheetPart; sheet: Sheet }[] = [];
  for (const part of sheets) {
    const sheet = await readSheet(parts.read(part.path), { texts, dateStyles });
    if (sheet.rows.length > 0) filled.push({ part, sheet });
    if (filled.length > 1) throw new WorkbookRefused(severalFilled(filled.map((one) => one.part)));
  }
  const [first] = filled;
  if (!first) return { rows: [], faults: [] };
  const unseen = unseenIn(first.part, first.sheet);
  if (unseen !== undefined) throw new WorkbookRefused(unseen);
  return { rows: first.sheet.rows, faults: [] };
}

function severalFilled(sheets: readonly SheetPart[]): string {
  const names = sheets.map(({ name, isHidden }) => `${JSON.stringify(name)}${isHidden ? ' (hidden)' : ''}`);
  const show = sheets.some(({ isHidden }) => isHidden) ? '; show the hidden one first' : '';
  return `only one sheet may have something in it, and these have: ${names.join(', ')}; delete all but one${show}`;
}

function unseenIn({ name, isHidden }: SheetPart, { hiddenRows, hiddenColumns }: Sheet): string | undefined {
  const sheet = `the sheet ${JSON.stringify(name)}`;
  if (isHidden) return `${sheet} is hidden; show it, look at it, and send the table again`;
  const what = [
    ...(hiddenRows > 0 ? [`${hiddenRows} ${hiddenRows === 1 ? 'row' : 'rows'}`] : []),
    ...(hiddenColumns > 0 ? [`${hiddenColumns} ${hiddenColumns === 1 ? 'column' : 'columns'}`] : []),
  ];
  if (what.length === 0) return undefined;
  return `${sheet} hides ${what.join(' and ')} with something in it (by a filter, for example); show or delete what is hidden`;
}

function refused(message: string): RawTable {
  return { rows: [], faults: [{ line: 1, column: '', message }] };
}
