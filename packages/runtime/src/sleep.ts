/** A wait by the global clock, as every timer here is: so a simulation that gives another clock misses none. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
