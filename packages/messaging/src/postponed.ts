import { type Backoff, backoffMs } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';

const USUAL: Backoff = { firstMs: 1_000, longestMs: 30_000 };

type Pause = { readonly failures: number; readonly until: number };

/** Items that failed for a reason of their own, and are not retried for a while, so that others get their turn. */
export class Postponed {
  readonly #pauses = new Map<string, Pause>();
  readonly #pause: Backoff;

  constructor(pause = USUAL) {
    this.#pause = pause;
  }

  failed(id: string): void {
    const failures = (this.#pauses.get(id)?.failures ?? 0) + 1;
    this.#pauses.delete(id);
    this.#pauses.set(id, { failures, until: performance.now() + backoffMs(failures, this.#pause) });
    const [oldest] = this.#pauses.keys();
    if (this.#pauses.size > LIMITS.postponedDocuments.most && oldest !== undefined)
      this.#pauses.delete(oldest);
  }

  succeeded(id: string): void {
    this.#pauses.delete(id);
  }

  /** Allows everything to be retried at once. */
  clear(): void {
    this.#pauses.clear();
  }

  get size(): number {
    return this.#pauses.size;
  }

  has(id: string): boolean {
    return this.#pauses.has(id);
  }

  /** The ids whose pause has not ended. */
  ids(): string[] {
    const now = performance.now();
    return [...this.#pauses].flatMap(([id, { until }]) => (until > now ? [id] : []));
  }
}
