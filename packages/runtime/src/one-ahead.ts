/** Yields the same items; the next one is made while one is used. */
export async function* oneAhead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // It is awaited in the next turn; until then a failure must not count as an unhandled rejection.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
