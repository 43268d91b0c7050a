/** The same items; the next is being made while one is used. */
export async function* oneAhead<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = iterator.next();
      // It is awaited in the next turn; a failure until then is not nobody's.
      next.catch(() => {});
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
