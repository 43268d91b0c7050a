import { Worker } from 'node:worker_threads';
import { LIMITS, MIB } from '@duixian/values';
import type { RawTable } from './payee-row.ts';

const MEMORY_MIB = LIMITS.workbookMemoryBytes.most / MIB;
const TOO_MUCH =
  'the workbook takes too much time or memory to read; leave only the table in it, or save it as CSV';

/**
 * The rows of a workbook, read in a separate thread: whatever the file contains, nothing else waits for it, and its
 * memory and time are limited.
 */
export function xlsxRows(bytes: Uint8Array): Promise<RawTable> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../workbook/workbook-worker.ts', import.meta.url), {
      workerData: bytes,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB, maxYoungGenerationSizeMb: MEMORY_MIB / 4 },
    });
    const timer = setTimeout(() => end(() => resolve(refused(TOO_MUCH))), LIMITS.workbookMs.most);
    worker.once('message', (table: RawTable) => end(() => resolve(table)));
    worker.once('error', (error: Error & { code?: string }) =>
      end(() => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve(refused(TOO_MUCH)) : reject(error))),
    );

    function end(settle: () => void): void {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    }
  });
}

function refused(message: string): RawTable {
  return { rows: [], faults: [{ line: 1, column: '', message }] };
}
