import exceljs from 'exceljs';
import { unzipSync } from 'fflate';
import { MAX_ROWS, type RawCell, type RawRow, type RawTable, TOO_LONG } from './payee-row.ts';

/** A sheet of as many rows as are taken is far smaller; a workbook that unpacks to more is not unpacked. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The rows of the one sheet of a workbook that has something in it. */
export async function xlsxRows(bytes: Uint8Array): Promise<RawTable> {
  const workbook = await workbookOf(bytes);
  if (typeof workbook === 'string') return refused(workbook);
  const filled = workbook.worksheets.filter(({ actualRowCount }) => actualRowCount > 0);
  const [sheet, ...others] = filled;
  if (!sheet) return { rows: [], faults: [] };
  if (others.length > 0) return refused('only one sheet may have something in it; delete the others');
  if (sheet.actualRowCount > MAX_ROWS + 1) return refused(TOO_LONG);
  const rows: RawRow[] = [];
  sheet.eachRow((row, line) => rows.push({ line, cells: cellsOf(row) }));
  return { rows, faults: [] };
}

async function workbookOf(bytes: Uint8Array): Promise<exceljs.Workbook | string> {
  try {
    if (unpackedBytes(bytes) > MAX_UNPACKED_BYTES)
      return 'the workbook is too large; leave only the table in it';
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.load(Buffer.from(bytes) as never);
    return workbook;
  } catch {
    return 'the file is not a workbook (.xlsx) without a password; save it as one, or as CSV';
  }
}

function refused(message: string): RawTable {
  return { rows: [], faults: [{ line: 1, column: '', message }] };
}

/** As the archive says it, with nothing unpacked. */
function unpackedBytes(bytes: Uint8Array): number {
  let total = 0;
  unzipSync(bytes, {
    filter({ originalSize }) {
      total += originalSize;
      return false;
    },
  });
  return total;
}

function cellsOf(row: exceljs.Row): RawCell[] {
  return Array.from({ length: row.cellCount }, (_, index) => cellOf(row.getCell(index + 1)));
}

const { ValueType } = exceljs;

function cellOf(cell: exceljs.Cell): RawCell {
  // Of merged cells only the first has something in it.
  if (cell.type === ValueType.Null || cell.type === ValueType.Merge) return { text: '' };
  const { text } = cell;
  if (cell.type === ValueType.String || cell.type === ValueType.RichText) return { text };
  if (cell.type === ValueType.Hyperlink) return { text };
  if (cell.type === ValueType.Number) return { text, kind: 'number' };
  return { text, kind: cell.type === ValueType.Formula ? 'formula' : 'other' };
}
