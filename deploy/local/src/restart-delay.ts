const firstMs = 500;
const longestMs = 30_000;
const calmMs = 60_000;

/** How long to wait before a crashed process is started again: longer each time, until it has run for a minute. */
export class RestartDelay {
  #nextMs = firstMs;

  next(ranForMs: number): number {
    if (ranForMs > calmMs) this.#nextMs = firstMs;
    const delayMs = this.#nextMs;
    this.#nextMs = Math.min(delayMs * 2, longestMs);
    return delayMs;
  }
}
