import { parentPort, workerData } from 'node:worker_threads';
import { type PackedRow, packedRow } from './packed-rows.ts';
import { asRefusal, type OpenedWorkbook, openWorkbook } from './read-workbook.ts';
import type { Row } from './table.ts';
import type { Answer, Request, WorkbookFile } from './workbook-thread.ts';

/** A message for each row would cost more than reading it; what waits in a large one is held twice. */
const ROWS_AT_ONCE = 100;

const { bytes, kind, limits } = workerData as WorkbookFile;
let workbook: OpenedWorkbook | undefined;
let rows: AsyncGenerator<readonly Row[]> | undefined;

parentPort?.on('message', (request: Request) => {
  void answer(request).then((message) => parentPort?.postMessage(message));
});

async function answer(request: Request): Promise<Answer> {
  try {
    workbook ??= await openWorkbook(bytes, kind, limits);
    if (request === 'open') return { sheets: workbook.sheets, is1904: workbook.is1904 };
    if (request !== 'more') {
      await rows?.return(undefined);
      rows = workbook.rows(request.sheet);
    }
    return await nextRows();
  } catch (error) {
    const { message, code, line } = asRefusal(error);
    return { refused: { message, code, line } };
  }
}

async function nextRows(): Promise<Answer> {
  const batch: PackedRow[] = [];
  for (;;) {
    const next = await rows?.next();
    if (!next || next.done) return { rows: batch, isLast: true };
    for (const row of next.value) batch.push(packedRow(row));
    if (batch.length >= ROWS_AT_ONCE) return { rows: batch, isLast: false };
  }
}
