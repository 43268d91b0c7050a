const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** How many rows a page has: 100 where nothing is asked, never more than 1,000. */
export function pageLimit(asked: number): number {
  if (asked <= 0) return DEFAULT_LIMIT;
  return Math.min(asked, MAX_LIMIT);
}
