/** Splits items, in order, into as few parts of at most this size as possible; a larger item is a part of its own. */
export function packed<Item>(items: readonly Item[], sizeOf: (item: Item) => number, most: number): Item[][] {
  const parts: Item[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const part = parts.at(-1);
    if (part && size <= left) part.push(item);
    else {
      parts.push([item]);
      left = most;
    }
    left -= size;
  }
  return parts;
}
