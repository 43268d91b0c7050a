/** Why an item was refused: a closed list (facts.md §1). */
export const REFUSAL_REASONS = [
  'not-json',
  'not-cloudevent',
  'unknown-type',
  'missing-field',
  'unknown-field',
  'bad-field',
  'too-large',
  'revision-conflict',
  'other-source',
  'not-authorised',
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** One thing wrong with an item: where, which kind, and a sentence that says what would be right. */
export type Fault = { readonly field: string; readonly reason: RefusalReason; readonly message: string };
