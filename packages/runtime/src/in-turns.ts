/** After this long, other work gets its turn. */
const TURN_MS = 2;

/** Maps items one by one; where that takes long, other work of the process gets its turn in between. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let since = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - since < TURN_MS) continue;
    await turn();
    since = performance.now();
  }
  return results;
}

/** Gives other work of the process its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
