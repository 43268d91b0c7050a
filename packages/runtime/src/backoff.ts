type Backoff = { readonly firstMs: number; readonly longestMs: number };

/** For what is tried again after a failure: first soon, then ever later. */
const USUAL: Backoff = { firstMs: 100, longestMs: 30_000 };

/**
 * How long to wait after the n-th failure in a row (from 1): twice as long each time, up to a longest. Between half of it
 * and all of it by chance, so that those who failed together do not come back together.
 */
export function backoffMs(failures: number, { firstMs, longestMs }: Backoff = USUAL): number {
  const most = Math.min(firstMs * 2 ** Math.min(failures - 1, 30), longestMs);
  return Math.round(most * (0.5 + Math.random() / 2));
}
