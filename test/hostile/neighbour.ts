import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Stage } from '../e2e/stage.ts';
import type { Measured, Place } from './neighbour-thread.ts';

/**
 * Another sender that alternates contracts and usage records, and measures each response time. It has a separate
 * thread, so that a heavy load on this process does not affect its measurements.
 */
export class Neighbour {
  readonly #stage: Stage;
  readonly #thread: Worker;

  constructor(stage: Stage) {
    this.#stage = stage;
    const workerData: Place = { url: stage.system.url, key: stage.system.keys.adminKey };
    this.#thread = new Worker(new URL('./neighbour-thread.ts', import.meta.url), { workerData });
  }

  /**
   * Measures response times during `meanwhile`, and for at least `leastMs`. A request without a response counts as
   * failed.
   */
  async measure(
    leastMs: number,
    meanwhile: () => Promise<unknown> = async () => {},
  ): Promise<Pick<Measured, 'tookMs' | 'failed'>> {
    const measured = once(this.#thread, 'message');
    this.#thread.postMessage('go');
    try {
      await Promise.all([meanwhile(), sleep(leastMs)]);
    } finally {
      this.#thread.postMessage('stop');
      await measured;
    }
    const [{ tookMs, failed, recorded }] = (await measured) as [Measured];
    this.#stage.remember(...recorded);
    return { tookMs, failed };
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }
}

/** The 99th percentile, in whole milliseconds. */
export function p99Of(tookMs: readonly number[]): number {
  const sorted = tookMs.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0);
}
