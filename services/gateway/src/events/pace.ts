/** A call with so many facts is worth its price as soon as it is there. */
const WORTH_ITS_PRICE = 100;
const SHORTEST_MS = 50;
const LONGEST_MS = 100;
/** Behind a register the wave has about three times as much before it as in it. */
const WAY_TO_GO = 3;
/** The share of the newest answer in what answers usually take. */
const NEWEST = 0.2;

/**
 * Keeps a steady trickle from becoming a transaction per fact, in this register and in every service behind it: small
 * calls start at most twenty times a second, so that each takes more along. When answers take longer, the machine has
 * more to do than usual; then calls start further apart, up to a tenth of a second, because a wave costs the same
 * however few it carries. What comes after a pause is never held up, nor is a call that is large already. It is here and
 * nowhere else because what enters as a wave goes on as a wave.
 */
export class Pace {
  #lastStart = Number.NEGATIVE_INFINITY;
  #usualMs = 0;

  /** Before facts are taken from those that wait. */
  async keep(waiting: number): Promise<void> {
    const leftMs = this.#lastStart + this.#betweenMs() - performance.now();
    if (leftMs > 0 && waiting < WORTH_ITS_PRICE) await new Promise((resolve) => setTimeout(resolve, leftMs));
    this.#lastStart = performance.now();
  }

  /** After a call: how long its answer took. */
  answered(tookMs: number): void {
    this.#usualMs += NEWEST * (tookMs - this.#usualMs);
  }

  #betweenMs(): number {
    return Math.min(Math.max(WAY_TO_GO * this.#usualMs, SHORTEST_MS), LONGEST_MS);
  }
}
