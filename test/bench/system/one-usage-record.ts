import { performance } from 'node:perf_hooks';
import { invoice } from '../../e2e/items.ts';
import { Stage } from '../../e2e/stage.ts';
import { inWords, median, rounded } from '../figures.ts';

const BATCH = 1_000;
/** The number of batches compared at each end of the measurement. */
const COMPARED = 5;

type Options = { readonly invoices: number; readonly json?: true };

/** Thousands of invoices that all name one usage record: whether the last take longer than the first. */
export async function benchOneUsageRecord({ invoices, json }: Options): Promise<void> {
  const stage = await Stage.open();
  try {
    const seconds: number[] = [];
    for (let at = 0; at < invoices; at += BATCH) {
      const since = performance.now();
      await stage.send(...Array.from({ length: BATCH }, (_, index) => naming(at + index)));
      await stage.settled();
      seconds.push((performance.now() - since) / 1_000);
    }
    const first = median(seconds.slice(0, COMPARED));
    const last = median(seconds.slice(-COMPARED));
    const figures = {
      'seconds for a thousand at first': rounded(first),
      'seconds for a thousand at the end': rounded(last),
      'end against beginning': rounded(last / first),
      'least seconds': rounded(Math.min(...seconds)),
      'most seconds': rounded(Math.max(...seconds)),
    };
    process.stdout.write(`${json ? JSON.stringify(figures) : inWords(figures)}\n`);
  } finally {
    await stage.close();
  }
}

function naming(index: number) {
  return invoice(`ONE-${index}`, { usageIds: ['N/A'] });
}
