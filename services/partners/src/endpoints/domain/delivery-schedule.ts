const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The schedule of Standard Webhooks: how long after each failed attempt the next one is made, 75.6 hours in all. */
const DELAYS_MS: readonly number[] = [
  ...[5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS],
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];

/** The first attempt and one after each delay. */
export const ATTEMPTS_OF_EVENT = DELAYS_MS.length + 1;
const MOST_RETRY_AFTER_MS = HOUR_MS;
/** Endpoints that failed together do not come back together. */
const SPREAD = 0.2;

/** What an attempt came to. */
export type AttemptOutcome =
  | { readonly result: 'delivered' }
  | {
      readonly result: 'failed';
      /** By how much the receiver asks to wait with everything. */
      readonly pauseMs: number;
      /** It has too much to do: fewer at once. */
      readonly isOverloaded: boolean;
    }
  /** It never wants anything again. */
  | { readonly result: 'gone' };

/**
 * What a status means: 2xx delivers, a redirect is not followed and fails, 410 ends the endpoint, 429 and 503 may name
 * when to come again. Undefined: there was no answer in time.
 */
export function outcomeOf(status: number | undefined, retryAfter: string | undefined): AttemptOutcome {
  if (status !== undefined && status >= 200 && status < 300) return { result: 'delivered' };
  if (status === 410) return { result: 'gone' };
  const mayPause = status === 429 || status === 503;
  return {
    result: 'failed',
    pauseMs: mayPause ? secondsToWait(retryAfter) * SECOND_MS : 0,
    isOverloaded: status === 502 || status === 504,
  };
}

/**
 * How long until the next attempt; undefined: there is none. An endpoint that has its events in order waits for each as
 * long as it is enabled. `random` is from 0 to 1.
 */
export function delayAfter(
  attempt: number,
  { pauseMs, isOrdered, random }: { pauseMs: number; isOrdered: boolean; random: number },
): number | undefined {
  const delayMs = DELAYS_MS[attempt - 1] ?? (isOrdered ? DELAYS_MS.at(-1) : undefined);
  if (delayMs === undefined) return undefined;
  return Math.max(Math.round(delayMs * (1 - SPREAD + 2 * SPREAD * random)), pauseMs);
}

/** Only seconds are read, and at most an hour of them. */
function secondsToWait(retryAfter = ''): number {
  return /^\d{1,9}$/.test(retryAfter) ? Math.min(Number(retryAfter), MOST_RETRY_AFTER_MS / SECOND_MS) : 0;
}
