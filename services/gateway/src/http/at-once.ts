import { Problem } from './problem.ts';

/** Limits how many run at once for each key (or in total, under one name), and refuses the others for the moment. */
export class AtOnce {
  readonly #most: number;
  readonly #what: string;
  readonly #running = new Map<string, number>();

  /** `what`: completes the sentence of the refusal after the number. */
  constructor(most: number, what: string) {
    this.#most = most;
    this.#what = what;
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const leave = this.enter(name);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /** Returns the function that leaves the place. A second call of it does nothing. */
  enter(name: string): () => void {
    const running = this.#running.get(name) ?? 0;
    if (running >= this.#most) {
      const detail = `At most ${this.#most} ${this.#what} at once; send it again in a few seconds.`;
      throw new Problem('too-many-requests', detail);
    }
    this.#running.set(name, running + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const left = (this.#running.get(name) ?? 1) - 1;
      if (left === 0) this.#running.delete(name);
      else this.#running.set(name, left);
    };
  }
}
