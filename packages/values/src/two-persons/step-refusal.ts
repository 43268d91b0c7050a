/** Why one of two persons may not do what is asked; each service has further reasons of its own. */
export type StepRefusal =
  | 'nothing-waits'
  /** Another proposal waits than the one that was looked at. */
  | 'another-proposal'
  /** Who proposes does not confirm. */
  | 'same-person'
  /** A machine is never a second person. */
  | 'machine'
  | 'lacks-role';

export type StepRefused = { readonly refusal: StepRefusal; readonly why: string };

export function stepRefused(refusal: StepRefusal, why: string): StepRefused {
  return { refusal, why };
}
