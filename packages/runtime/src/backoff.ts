import { sleep } from './sleep.ts';

export type Backoff = { readonly firstMs: number; readonly longestMs: number };

/** For retries after a failure: the first one comes soon, and each further one later. */
const USUAL: Backoff = { firstMs: 100, longestMs: 30_000 };

/**
 * How long to wait after the n-th failure in a row (from 1): twice as long each time, up to a maximum. The wait is
 * random between half of that and all of it, so that callers that failed together do not retry together.
 */
export function backoffMs(failures: number, { firstMs, longestMs }: Backoff = USUAL): number {
  const most = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return Math.round(most * (0.5 + Math.random() / 2));
}

/** Works again after each failure for which `isTriedAgain` answers true; the last failure is thrown. */
export async function retried<Result>(
  work: () => Promise<Result>,
  isTriedAgain: (error: unknown, failures: number) => boolean,
  pause: Backoff,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTriedAgain(error, failures)) throw error;
    }
    await sleep(backoffMs(failures, pause));
  }
}
