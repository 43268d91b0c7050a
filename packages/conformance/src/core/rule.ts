/** The same in both languages of a report. */
export type Words = { readonly zh: string; readonly en: string };

export type Language = keyof Words;

/** What one rule asks of a partner, as data: reports print it, and the check stands beside it in the profile. */
export type Rule<Id extends string = string> = {
  readonly id: Id;
  /** A `should` that is not met is a warning, never a failure. */
  readonly severity: 'must' | 'should';
  readonly asks: Words;
  /** The law or specification behind it. */
  readonly basis: string;
  readonly remedy: Words;
};

/** What was seen in one place: of a message or of a file. */
export type Evidence = {
  /** The message, or the line and field. */
  readonly place: string;
  /** Empty where the kit sends nothing. */
  readonly sent: string;
  readonly received: string;
  /** Between what is asked and what was received. */
  readonly difference: Words;
};

export const STATUSES = ['PASSED', 'FAILED', 'WARNING', 'REVIEW', 'SKIPPED', 'INTERRUPTED'] as const;
export type Status = (typeof STATUSES)[number];

/** What a check found. REVIEW: a person has to answer the question in `reason`. */
export type Verdict = {
  readonly status: Status;
  readonly reason: Words;
  readonly evidence: readonly Evidence[];
};
