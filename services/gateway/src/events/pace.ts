/** A call with so many facts is worth its price as soon as it is there. */
const WORTH_ITS_PRICE = 100;
const BETWEEN_SMALL_CALLS_MS = 50;

/**
 * Keeps a steady trickle from becoming a transaction per fact, in this register and in every service behind it: small
 * calls start at most twenty times a second, so that each takes more along. What comes after a pause is never held up,
 * nor is a call that is large already. It is here and nowhere else because what enters as a wave goes on as a wave.
 */
export class Pace {
  #lastStart = Number.NEGATIVE_INFINITY;

  /** Before facts are taken from those that wait. */
  async keep(waiting: number): Promise<void> {
    const leftMs = this.#lastStart + BETWEEN_SMALL_CALLS_MS - performance.now();
    if (leftMs > 0 && waiting < WORTH_ITS_PRICE) await new Promise((resolve) => setTimeout(resolve, leftMs));
    this.#lastStart = performance.now();
  }
}
