import { backoffMs } from '@duixian/runtime/backoff';

const calmMs = 60_000;

/** How long to wait before a crashed process is restarted: longer each time, until it has run for a minute. */
export class RestartDelay {
  #crashes = 0;

  next(ranForMs: number): number {
    this.#crashes = ranForMs > calmMs ? 1 : this.#crashes + 1;
    return backoffMs(this.#crashes, { firstMs: 500, longestMs: 30_000 });
  }
}
