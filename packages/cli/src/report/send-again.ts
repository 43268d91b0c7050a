import type { Received } from '../system/answers.ts';

/** A line for each source that must send facts again after a register was restored from an older backup. */
export function sendAgainInWords(sources: readonly Received[]): string[] {
  return sources
    .filter(({ missingFacts }) => missingFacts > 0)
    .map(
      ({ source, register, missingFacts, sendAgainFrom }) =>
        `${register} was restored from a backup and lacks ${missingFacts} facts of ${source}: it should send again those whose time is ${sendAgainFrom} or later. ./duixian missing-facts list names them.`,
    );
}
