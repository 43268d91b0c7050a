/** Items that are pushed at one end, for one `for await` at the other. */
export class Pushed<Item> implements AsyncIterableIterator<Item> {
  readonly #items: Item[] = [];
  #end: { readonly error?: Error } | undefined;
  #wake: () => void = () => {};

  push(item: Item): void {
    if (this.#end) return;
    this.#items.push(item);
    this.#wake();
  }

  end(error?: Error): void {
    this.#end ??= error ? { error } : {};
    this.#wake();
  }

  async next(): Promise<IteratorResult<Item>> {
    for (;;) {
      if (this.#end) {
        if (this.#end.error) throw this.#end.error;
        return { done: true, value: undefined };
      }
      if (this.#items.length > 0) return { done: false, value: this.#items.shift() as Item };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Item>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
