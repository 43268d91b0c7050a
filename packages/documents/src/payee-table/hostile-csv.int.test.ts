import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { PAYEE_COLUMNS } from './payee-row.ts';

const HEAD = `${Object.values(PAYEE_COLUMNS).join()}\n`;
const MIB = 1024 * 1024;
/** Includes the time to create the file and to decode its text in one go. */
const LONGEST_PAUSE_MS = 300;
/** A process that needs more ends with an error; garbage that is not yet collected does not count. */
const MEMORY = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };

it.each<[string, string, string]>([
  ['4 million lines of a letter', 'a\n'.repeat(4 * MIB), 'at most 20000 rows'],
  ['4 million lines of a comma', ',\n'.repeat(4 * MIB), 'at most 20000 rows'],
  ['8 million commas', ','.repeat(8 * MIB), 'more than 100 columns'],
  ['4 million cells of a letter', 'a,'.repeat(4 * MIB), 'more than 100 columns'],
  ['a cell of 8 MiB', 'a'.repeat(8 * MIB), 'more than 20000 characters in a line'],
  ['8 MiB behind a quote', `"${'a\n'.repeat(4 * MIB)}`, 'is a quote not closed?'],
  ['a quote behind 8 million empty lines', `${'\n'.repeat(8 * MIB)}"`, 'QUOTE_NOT_CLOSED'],
  ['20,000 lines in which everything is wrong', 'a,b,c,d,e,f\n'.repeat(20_000), 'unified social credit code'],
])(
  'a CSV file of %s is refused, and nothing stands still for it',
  async (_, lines, message) => {
    const url = new URL('./hostile-csv.worker.ts', import.meta.url);
    const worker = new Worker(url, { workerData: Buffer.from(HEAD + lines), resourceLimits: MEMORY });
    const [read] = await once(worker, 'message');
    expect(read).toMatchObject({ message: expect.stringContaining(message), rows: 0 });
    expect(read.longestPauseMs).toBeLessThan(LONGEST_PAUSE_MS);
  },
  60_000,
);
