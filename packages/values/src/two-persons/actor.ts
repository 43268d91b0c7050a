import { type StepRefused, stepRefused } from './step-refusal.ts';

export type PersonKind = 'person' | 'machine';

/** Who does something, and by what. */
export interface Actor {
  readonly person: string;
  readonly kind: PersonKind;
  readonly key: string;
  /** Those of the key that the person has. */
  readonly scopes: readonly string[];
  /** Whether the key has all scopes of its person, also those that the person gets later. */
  readonly isWhole: boolean;
}

/** One act: who, when, and on what paper or why. */
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
 * Whether somebody may agree to what another proposed. Persons are compared, never keys: who holds several keys is one
 * person. A machine does what it was built to do and looks at nothing, so it agrees to nothing.
 */
export function notSecond(actor: Actor, proposedBy: string): StepRefused | undefined {
  if (actor.kind === 'machine')
    return stepRefused('machine', `${actor.person} is a machine: a person has to confirm this`);
  const lacks = lacksScope(actor, 'approve');
  if (lacks) return lacks;
  return actor.person === proposedBy
    ? stepRefused('same-person', `${actor.person} proposed it and does not confirm it: another person has to`)
    : undefined;
}

/** Whoever proposed something may take it back; else who could confirm it may say no. */
export function mayNotReject(actor: Actor, proposedBy: string): StepRefused | undefined {
  return actor.person === proposedBy ? undefined : notSecond(actor, proposedBy);
}
