import { Worker } from 'node:worker_threads';
import { assert, MIB } from '@duixian/values';
import type { FileFaultCode } from '../reading.ts';
import { type PackedRow, unpackedRow } from './packed-rows.ts';
import {
  type FileKind,
  type Row,
  type SheetName,
  type Table,
  TableRefused,
  type WorkbookLimits,
} from './table.ts';

export type WorkbookFile = {
  readonly bytes: Uint8Array;
  readonly kind: FileKind;
  readonly limits: WorkbookLimits;
};

/** `open` comes first; `more` continues the sheet that was named last. */
export type Request = 'open' | 'more' | { readonly sheet: number };

type Opened = { readonly sheets: readonly SheetName[]; readonly is1904: boolean };
type Batch = { readonly rows: readonly PackedRow[]; readonly isLast: boolean };
type Refused = {
  readonly refused: {
    readonly message: string;
    readonly code: FileFaultCode;
    readonly line: number | undefined;
  };
};

export type Answer = Opened | Batch | Refused;

/** What is read is short-lived; a larger nursery only takes memory. */
const MOST_YOUNG_MIB = 32;

const TOO_MUCH =
  'the workbook takes too much time or memory to read; leave only the table in it, or save it as CSV';

/**
 * Opens a workbook in a thread of its own: whatever the file contains, nothing else waits for it, and its memory and
 * time are limited. The thread reads ahead by one batch and then waits until it is asked for more.
 */
export async function openInThread(file: WorkbookFile): Promise<Table> {
  const thread = new WorkbookThread(file);
  try {
    const { sheets, is1904 } = (await thread.ask('open')) as Opened;
    const { kind } = file;
    const rows = (sheet: number) => rowsOf(thread, sheet);
    return { kind, encoding: undefined, is1904, sheets, rows, close: () => thread.end() };
  } catch (error) {
    await thread.end();
    throw error;
  }
}

async function* rowsOf(thread: WorkbookThread, sheet: number): AsyncGenerator<readonly Row[]> {
  let next: Promise<Answer> | undefined = thread.ask({ sheet });
  try {
    while (next) {
      const { rows, isLast } = (await next) as Batch;
      next = isLast ? undefined : thread.ask('more');
      // Its failure is that of the next batch.
      next?.catch(() => undefined);
      yield rows.map(unpackedRow);
    }
  } finally {
    await next?.catch(() => undefined);
  }
}

class WorkbookThread {
  readonly #worker: Worker;
  #leftMs: number;
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  #failure: Error | undefined;

  constructor(file: WorkbookFile) {
    const memoryMib = file.limits.memoryBytes / MIB;
    const youngMib = Math.min(MOST_YOUNG_MIB, memoryMib / 4);
    this.#leftMs = file.limits.ms;
    this.#worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
      workerData: file,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMib, maxYoungGenerationSizeMb: youngMib },
    });
    this.#worker.on('message', (answer: Answer) => this.#waiting?.resolve(answer));
    this.#worker.on('error', (error: Error & { code?: string }) =>
      this.#fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new TableRefused(TOO_MUCH) : error),
    );
  }

  /** The time between question and answer is that of the thread; what the asker does meanwhile does not count. */
  async ask(request: Request): Promise<Answer> {
    assert(this.#waiting === undefined, 'a workbook is asked for one batch at a time');
    if (this.#failure) throw this.#failure;
    const started = performance.now();
    const timer = setTimeout(() => this.#fail(new TableRefused(TOO_MUCH)), this.#leftMs);
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.#waiting = { resolve, reject };
        this.#worker.postMessage(request);
      });
      if ('refused' in answer) throw refusalOf(answer);
      return answer;
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
      this.#leftMs -= performance.now() - started;
    }
  }

  async end(): Promise<void> {
    this.#fail(new TableRefused('the workbook was closed'));
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(error);
    void this.#worker.terminate();
  }
}

function refusalOf({ refused: { message, code, line } }: Refused): TableRefused {
  return new TableRefused(message, code, line);
}
