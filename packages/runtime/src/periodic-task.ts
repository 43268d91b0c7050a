import { metrics } from '@opentelemetry/api';
import { type Backoff, backoffMs } from './backoff.ts';
import { messageOf } from './failure.ts';
import type { Logger } from './logger.ts';

export type Background = { start(): void | Promise<void>; stop(): Promise<void> };

/** Answers in how many milliseconds it is needed next, where that is not the usual interval. */
type Work = () => Promise<number | undefined> | Promise<void>;

type Options = {
  /** Names it in the log and in the metric. */
  readonly name: string;
  readonly everyMs: number;
  /** Works as soon as it is started; otherwise an interval later. */
  readonly startsAtOnce?: boolean;
  /** After failures: by default from a second to five, or from and to the interval where that is less or more. */
  readonly pause?: Backoff;
  /** What the log says when it fails. */
  readonly failure: string;
  readonly log: Logger | undefined;
};

/**
 * Work that is repeated at an interval, one turn after the other. It can be woken before the interval is over. After
 * a failure it pauses, for longer while it keeps failing; the log has the first failure and the recovery, the metric
 * how many there were in a row.
 */
export class PeriodicTask implements Background {
  readonly #options: Options;
  readonly #work: Work;
  // Of the global meter, so that none has to be handed through all that have such work.
  readonly #failuresInRow = metrics.getMeter('duixian').createGauge('duixian_task_failures_in_row', {
    description: 'How often in a row work that is repeated has failed',
  });
  #state: 'new' | 'started' | 'stopped' = 'new';
  #timer: NodeJS.Timeout | undefined;
  /** By `performance.now()`. */
  #nextAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #failures = 0;
  #isPausing = false;

  constructor(options: Options, work: Work) {
    this.#options = options;
    this.#work = work;
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'started';
    this.#noteFailures(0);
    this.wake(this.#options.startsAtOnce ? 0 : this.#options.everyMs);
  }

  /** Returns when the turn that is in progress is over. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    clearTimeout(this.#timer);
    await this.#running;
  }

  /**
   * Works within so many milliseconds at the latest; while it works, once more after that. It does not cut short the
   * pause after a failure: what woke it has not removed the cause. Before it is started it can only work at once.
   */
  wake(withinMs = 0): void {
    if (this.#state === 'stopped' || this.#isPausing || (this.#state === 'new' && withinMs > 0)) return;
    const at = performance.now() + withinMs;
    if (at >= this.#nextAt) return;
    this.#nextAt = at;
    if (!this.#running) this.#plan();
  }

  #plan(): void {
    clearTimeout(this.#timer);
    const leftMs = this.#nextAt - performance.now();
    if (leftMs <= 0) this.#begin();
    else if (this.#state === 'started') this.#timer = setTimeout(() => this.#begin(), leftMs);
  }

  #begin(): void {
    this.#nextAt = Number.POSITIVE_INFINITY;
    this.#isPausing = false;
    this.#running = this.#turn().then(() => {
      this.#running = undefined;
      if (this.#state !== 'stopped') this.#plan();
    });
  }

  async #turn(): Promise<void> {
    const { everyMs } = this.#options;
    const startedAt = performance.now();
    try {
      const neededInMs = await this.#work();
      this.#succeeded();
      // A turn that is longer than the interval skips a beat: it is not followed by another at once.
      this.wake(neededInMs ?? everyMs - ((performance.now() - startedAt) % everyMs));
    } catch (error) {
      if (this.#state !== 'stopped') this.#failed(error);
    }
  }

  #succeeded(): void {
    const { name, log } = this.#options;
    if (this.#failures === 0) return;
    log?.info({ task: name, failures: this.#failures }, 'what failed before succeeds again');
    this.#noteFailures(0);
  }

  #failed(error: unknown): void {
    const { name, everyMs, failure, log } = this.#options;
    const pause = { firstMs: Math.min(everyMs, 1_000), longestMs: Math.max(everyMs, 5_000) };
    this.#noteFailures(this.#failures + 1);
    if (this.#failures === 1) log?.warn({ task: name, reason: messageOf(error) }, failure);
    if (this.#state === 'new') return;
    this.#nextAt = performance.now() + backoffMs(this.#failures, this.#options.pause ?? pause);
    this.#isPausing = true;
  }

  #noteFailures(failures: number): void {
    this.#failures = failures;
    this.#failuresInRow.record(failures, { task: this.#options.name });
  }
}
