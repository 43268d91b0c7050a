import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type exceljs from 'exceljs';
import { sheetText } from '../text/writable.ts';

const ROWS_PER_TURN = 200;
const WAITING_BYTES = 1 << 20;

/** Adds a row, and waits while the reader of the workbook is behind. */
export type AddRow = (values: exceljs.CellValue[]) => Promise<void>;

/**
 * A workbook of one sheet, streamed while it is written, so that a long one needs little memory. An error of `fill`
 * reaches the reader, whose file is then visibly incomplete.
 */
export async function* xlsxChunks(
  sheetName: string,
  columns: readonly Partial<exceljs.Column>[],
  fill: (add: AddRow) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const output = new PassThrough({ highWaterMark: WAITING_BYTES });
  const written = write(output, sheetName, columns, fill).catch((error: unknown) => {
    output.destroy(error as Error);
  });
  try {
    yield* output;
    await written;
  } finally {
    output.destroy();
  }
}

async function write(
  output: PassThrough,
  sheetName: string,
  columns: readonly Partial<exceljs.Column>[],
  fill: (add: AddRow) => Promise<void>,
): Promise<void> {
  // Loaded when a workbook is written: it is a sixth of what a gateway loads, which mostly writes none.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true });
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [...columns];
  sheet.getRow(1).font = { bold: true };
  let rows = 0;
  await fill(async (values) => {
    sheet.addRow(values.map((value) => (typeof value === 'string' ? sheetText(value) : value))).commit();
    rows += 1;
    if (rows % ROWS_PER_TURN === 0) await turn();
    if (output.writableNeedDrain) await once(output, 'drain');
  });
  sheet.commit();
  await workbook.commit();
}
