import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES, Problem } from '@duixian/local/folder';

const giveUpAfterMs = 30_000;
const firstDelayMs = 200;
const longestDelayMs = 5_000;

export type Delivery = { readonly status: number; readonly retryAfterMs: number | undefined };

/** The clock, so that a test can pass half a minute at once. */
export type Clock = { nowMs(): number; sleep(ms: number): Promise<unknown> };

const wallClock: Clock = { nowMs: () => performance.now(), sleep: (ms) => sleep(ms) };

/**
 * Repeats requests until they have a final answer. No connection, 503 (a register is away) and 429 (too fast) are
 * retried, with growing delays or after Retry-After. After 30 s without any other answer it gives up: sending the same
 * again later is harmless.
 */
export class PatientDelivery {
  readonly #clock: Clock;
  #answeredAtMs: number;

  constructor(clock: Clock = wallClock) {
    this.#clock = clock;
    this.#answeredAtMs = clock.nowMs();
  }

  async deliver<D extends Delivery>(attempt: () => Promise<D>): Promise<D> {
    for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
      const answer = await attempt().catch((error: unknown) => error as Problem);
      if (answer instanceof Error && !(answer instanceof Problem && answer.exitCode === EXIT_CODES.noAnswer))
        throw answer;
      const delivered = answer instanceof Error ? undefined : answer;
      if (delivered && delivered.status !== 503) this.#answeredAtMs = this.#clock.nowMs();
      if (delivered && delivered.status !== 503 && delivered.status !== 429) return delivered;
      const leftMs = this.#answeredAtMs + giveUpAfterMs - this.#clock.nowMs();
      if (leftMs <= 0) throw gaveUp(answer);
      await this.#clock.sleep(Math.min(leftMs, Math.max(delivered?.retryAfterMs ?? 0, delayMs)));
    }
  }
}

function gaveUp(last: Delivery | Error): Problem {
  const why = last instanceof Error ? last.message : 'It answers that it cannot take facts now (503).';
  return new Problem(
    `Gave up after ${giveUpAfterMs / 1000} s without an answer. ${why} What was sent is kept; send the same again.`,
    {
      exitCode: EXIT_CODES.noAnswer,
    },
  );
}

/** Retry-After in seconds, or as a date (RFC 9110 §10.2.3). */
export function retryAfterMs(header: string | null, nowMs = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
