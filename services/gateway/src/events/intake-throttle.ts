import { sleep } from '@duixian/runtime';

/** A call with so many facts, or for so many requests, is worth its price as soon as it is there. */
const WORTH_ITS_PRICE = 250;
/** What the services behind need for a call, and for each request in it, on two cores that others use too. */
const PER_CALL_MS = 60;
const PER_REQUEST_MS = 0.6;

type Load = { readonly facts: number; readonly requests: number };

/**
 * Keeps a steady trickle from becoming a transaction per fact, in this register and in every service behind it: a small
 * call starts when those behind may be done with the one before, so that each takes more along. What comes after a pause
 * is never held up, nor is a call that is large already; and who sends many facts in one request makes nobody else wait
 * for each of them. It is here and nowhere else because what enters as a wave goes on as a wave.
 */
export class IntakeThrottle {
  #nextStart = Number.NEGATIVE_INFINITY;

  /** Before facts are taken from those that wait, of which there may be more afterwards. */
  async keep(waiting: () => Load): Promise<void> {
    const leftMs = this.#nextStart - performance.now();
    if (leftMs > 0 && waiting().facts < WORTH_ITS_PRICE) await sleep(leftMs);
    const requests = Math.min(waiting().requests, WORTH_ITS_PRICE);
    this.#nextStart = performance.now() + PER_CALL_MS + PER_REQUEST_MS * requests;
  }
}
