/** Why one of two persons may not do what is requested; each service has further reasons of its own. */
export type StepRefusal =
  | 'nothing-waits'
  /** The waiting proposal is not the one that was looked at. */
  | 'another-proposal'
  /** The proposer must not confirm. */
  | 'same-person'
  /** A machine is never a second person. */
  | 'machine'
  | 'lacks-role';

export type StepRefused = { readonly refusal: StepRefusal; readonly why: string };

export function stepRefused(refusal: StepRefusal, why: string): StepRefused {
  return { refusal, why };
}
