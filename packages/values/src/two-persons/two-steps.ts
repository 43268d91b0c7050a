import { canonicalJson } from '../canonical-json.ts';
import { type Authorization, mayNotReject, notSecond } from './actor.ts';
import { type StepRefused, stepRefused } from './step-refusal.ts';

/**
 * One person proposes, another confirms. A proposal is never changed: a wrong one is proposed again under the next
 * number, and the confirming person names the number that was looked at.
 */
export interface TwoSteps<Content> {
  /** How many proposals there were. */
  readonly proposals: number;
  readonly waiting: Proposal<Content> | null;
  /** Number of the proposal that was confirmed last; 0 where none was. */
  readonly confirmed: number;
}

export interface Proposal<Content> {
  readonly number: number;
  readonly by: string;
  readonly at: Date;
  /** The document on which the proposal is based. */
  readonly document: string;
  readonly content: Content;
}

/** `isNew`: false where the step had already been taken. */
export type Stepped<Content> = { readonly steps: TwoSteps<Content>; readonly isNew: boolean } | StepRefused;
export type Confirmed<Content> =
  | { readonly steps: TwoSteps<Content>; readonly content: Content; readonly isNew: true }
  | { readonly isNew: false }
  | StepRefused;

export const NO_STEPS = { proposals: 0, waiting: null, confirmed: 0 } as const;

export function proposeContent<Content extends object>(
  steps: TwoSteps<Content>,
  content: Content,
  { actor, at, because }: Authorization,
): Exclude<Stepped<Content>, StepRefused> {
  if (steps.waiting && isSame(steps.waiting.content, content)) return { steps, isNew: false };
  const number = steps.proposals + 1;
  const waiting = { number, by: actor.person, at, document: because, content };
  return { steps: { ...steps, proposals: number, waiting }, isNew: true };
}

export function confirmNumber<Content>(
  steps: TwoSteps<Content>,
  number: number,
  { actor }: Authorization,
): Confirmed<Content> {
  const { waiting, confirmed } = steps;
  if (waiting === null && number > 0 && number === confirmed) return { isNew: false };
  const wrong = notWaiting(waiting, number);
  if (wrong) return wrong;
  const proposal = waiting as Proposal<Content>;
  const refusal = notSecond(actor, proposal.by);
  if (refusal) return refusal;
  return {
    steps: { ...steps, waiting: null, confirmed: number },
    content: proposal.content,
    isNew: true,
  };
}

export function rejectNumber<Content>(
  steps: TwoSteps<Content>,
  number: number,
  { actor }: Authorization,
): Stepped<Content> {
  const wrong = notWaiting(steps.waiting, number);
  if (wrong) return wrong;
  const refusal = mayNotReject(actor, steps.waiting?.by ?? '');
  return refusal ?? { steps: { ...steps, waiting: null }, isNew: true };
}

function notWaiting(waiting: { readonly number: number } | null, number: number): StepRefused | undefined {
  if (waiting === null) return stepRefused('nothing-waits', 'no proposal waits for confirmation');
  return waiting.number === number
    ? undefined
    : stepRefused('another-proposal', `proposal ${waiting.number} waits, not ${number}: look at it first`);
}

function isSame(one: object, other: object): boolean {
  return canonicalJson(one as never) === canonicalJson(other as never);
}
