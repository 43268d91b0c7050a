/** Items in their order, in as few parts of at most so much each as that allows; an item that is larger is a part alone. */
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
