import type { StepRefusal } from '@duixian/values';

/** Why a well-formed request is not carried out. */
export type RefusalReason =
  | StepRefusal
  | 'not-known'
  /** A source has no say in what it may record. */
  | 'own-source'
  /** Something that looks the same, or has the same id, already exists. */
  | 'taken'
  /** More than a kind of source, a machine or an environment may have. */
  | 'not-allowed'
  /** Something else is held under the same revision. */
  | 'conflict'
  | 'over-limit';

export type Refused = { readonly refusal: RefusalReason; readonly why: string };

export function refused(refusal: RefusalReason, why: string): Refused {
  return { refusal, why };
}

export function isRefused(outcome: object): outcome is Refused {
  return 'refusal' in outcome;
}
