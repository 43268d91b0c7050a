import type { CommandOutcome } from './recovery-commands.ts';

export const WHY_NOT_RECOVERED: Record<Extract<CommandOutcome, { refusal: string }>['refusal'], string> = {
  'unknown-recovery': 'there is no such demand',
  'not-demanded': 'it is not demanded',
  'already-demanded': 'a demand stands already: wait until it is settled or written off',
  settled: 'it is settled',
  'written-off': 'it is written off',
  'nothing-recoverable': 'nothing that was paid can be recovered',
  'too-early': 'later payables may settle it still: demand when the stated time has passed',
  held: 'a hold stands on the entity: wait until it is gone',
  'more-than-outstanding': 'that is more than is outstanding: look at the demand again',
  'not-positive': 'an amount must be more than nothing',
  'same-person':
    'who demanded it neither books what comes back nor writes it off: another person has to, or the treasury books it',
};
