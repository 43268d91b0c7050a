import { sleep } from '@duixian/runtime';

/** A call with so many facts, or for so many requests, starts at once: its fixed costs are worth it. */
const WORTH_ITS_PRICE = 250;
/** How long the services behind need for a call, and for each request in it, on two cores that others use too. */
const PER_CALL_MS = 60;
const PER_REQUEST_MS = 0.6;

type Load = { readonly facts: number; readonly requests: number };

/**
 * Keeps a steady trickle from becoming a transaction per fact, in this register and in every service behind it: a small
 * call waits until the former one has probably passed through them, and so carries more facts. Facts after a pause
 * never wait, nor does a call that is large already, and one request with many facts does not delay others by their
 * number. Only the gateway has a throttle, because a micro-batch stays together in the services behind.
 */
export class IntakeThrottle {
  #nextStart = Number.NEGATIVE_INFINITY;

  /** Call it before taking facts from the queue, which may have grown when it returns. */
  async keep(waiting: () => Load): Promise<void> {
    const leftMs = this.#nextStart - performance.now();
    if (leftMs > 0 && waiting().facts < WORTH_ITS_PRICE) await sleep(leftMs);
    const requests = Math.min(waiting().requests, WORTH_ITS_PRICE);
    this.#nextStart = performance.now() + PER_CALL_MS + PER_REQUEST_MS * requests;
  }
}
