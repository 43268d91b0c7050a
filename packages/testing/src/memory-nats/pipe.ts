import type { Link } from '../link.ts';

interface Item {
  readonly what: string;
  apply(): void;
}

/** One direction of a connection: messages come out in order, each when the link releases it. */
export class Pipe {
  readonly #link: Link;
  #items: Item[] = [];
  #isOpen = true;
  #wake: () => void = () => {};

  constructor(link: Link) {
    this.#link = link;
    void this.#run();
  }

  push(what: string, apply: () => void): void {
    this.#items.push({ what, apply });
    this.#wake();
  }

  /** Messages in flight are lost; later ones wait. */
  cut(): void {
    this.#items = [];
    this.#isOpen = false;
  }

  mend(): void {
    this.#isOpen = true;
    this.#wake();
  }

  async #run(): Promise<void> {
    for (;;) {
      while (!this.#isOpen || this.#items.length === 0)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      const [next] = this.#items;
      await this.#link.enter(next?.what ?? '');
      // What was cut off meanwhile does not arrive.
      if (next !== this.#items[0]) continue;
      this.#items.shift();
      next?.apply();
    }
  }
}
