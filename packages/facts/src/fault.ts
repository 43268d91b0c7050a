/** Why an item was refused: a closed list (docs/facts.md §4). */
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

/** One fault of an item: where it is, of which kind, and a sentence that states what would be right. */
export type Fault = { readonly field: string; readonly reason: RefusalReason; readonly message: string };
