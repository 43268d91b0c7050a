import { type StepRefused, stepRefused } from './step-refusal.ts';

export type PersonKind = 'person' | 'machine';

/** The person who acts, and the key that is used. */
export interface Actor {
  readonly person: string;
  readonly kind: PersonKind;
  readonly key: string;
  /** The scopes of the key. */
  readonly scopes: readonly string[];
  /** Whether the key has all scopes of its person, also those that the person gets later. */
  readonly isWhole: boolean;
}

/** One action: who, when, and on which document or for what reason. */
export interface Authorization {
  readonly actor: Actor;
  readonly at: Date;
  readonly because: string;
}

export function lacksScope({ person, scopes }: Actor, scope: 'prepare' | 'approve'): StepRefused | undefined {
  return scopes.includes(scope)
    ? undefined
    : stepRefused('lacks-role', `${person} may not do this: it needs the scope ${scope}`);
}

/**
 * Whether somebody may agree to what another person proposed. Persons are compared, never keys: the holder of several
 * keys is one person. A machine does what it was built to do and examines nothing, so it cannot agree.
 */
export function notSecond(actor: Actor, proposedBy: string): StepRefused | undefined {
  if (actor.kind === 'machine')
    return stepRefused('machine', `${actor.person} is a machine: a person has to confirm this`);
  const lacks = lacksScope(actor, 'approve');
  if (lacks) return lacks;
  return actor.person === proposedBy
    ? stepRefused('same-person', `${actor.person} proposed it, so another person has to confirm it`)
    : undefined;
}

/** The proposer may withdraw a proposal; anyone else who could confirm it may reject it. */
export function mayNotReject(actor: Actor, proposedBy: string): StepRefused | undefined {
  return actor.person === proposedBy ? undefined : notSecond(actor, proposedBy);
}
