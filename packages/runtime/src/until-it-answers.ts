import { type Backoff, retried } from './backoff.ts';
import { messageOf } from './failure.ts';
import type { Logger } from './logger.ts';

const PAUSE: Backoff = { firstMs: 250, longestMs: 5_000 };

/** At a start: waits for a server that is not there yet. What does not pass with time is thrown. */
export function untilItAnswers<Result>(
  server: string,
  work: () => Promise<Result>,
  isOutage: (error: unknown) => boolean,
  log: Logger,
): Promise<Result> {
  const isTriedAgain = (error: unknown) => {
    if (!isOutage(error)) return false;
    log.warn({ reason: messageOf(error) }, `${server} does not answer yet; retrying`);
    return true;
  };
  return retried(work, isTriedAgain, PAUSE);
}
