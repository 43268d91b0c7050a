/** A batch of this size is worth its transaction as soon as it is there. */
const WORTH_ITS_PRICE = 100;
const BETWEEN_SMALL_BATCHES_MS = 25;

/**
 * Keeps a steady trickle from becoming a transaction per message: small batches start at most forty times a second, so
 * that each takes more along. What comes after a pause is never held up, nor is a batch that is large already.
 */
export class Pace {
  #lastStart = Number.NEGATIVE_INFINITY;

  /** Before a batch is taken from what waits. */
  async keep(waiting: number): Promise<void> {
    const leftMs = this.#lastStart + BETWEEN_SMALL_BATCHES_MS - performance.now();
    if (leftMs > 0 && waiting < WORTH_ITS_PRICE) await new Promise((resolve) => setTimeout(resolve, leftMs));
    this.#lastStart = performance.now();
  }
}
