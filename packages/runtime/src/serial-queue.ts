/**
 * Runs work one after the other. The transactions of a process that may touch the same documents go through one queue:
 * two at once on the same server were slower than one after the other, and in one queue they never conflict.
 * Correctness does not depend on it.
 */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }
}
