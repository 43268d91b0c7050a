/**
 * Waits by the global clock, as every timer here does, so that a simulation with another clock controls all of them.
 */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
