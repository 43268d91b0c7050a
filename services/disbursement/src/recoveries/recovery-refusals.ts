import type { CommandOutcome } from './recovery-commands.ts';

export const WHY_NOT_RECOVERED: Record<Extract<CommandOutcome, { refusal: string }>['refusal'], string> = {
  'unknown-recovery': 'there is no such demand',
  'not-demanded': 'it is not demanded',
  'already-demanded': 'there is a demand already: wait until it is settled or written off',
  settled: 'it is settled',
  'written-off': 'it is written off',
  'nothing-recoverable': 'nothing that was paid can be recovered',
  'too-early': 'later payables may still settle it: demand it when the stated time has passed',
  held: 'the entity is on hold: wait until the hold ends',
  'more-than-outstanding': 'that is more than is outstanding: read the demand again',
  'not-positive': 'an amount must be more than nothing',
  'same-person':
    'the person who demanded it may neither book what comes back nor write it off: another person has to, or the treasury books it',
};
