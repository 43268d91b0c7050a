import type { decisionsV1 } from '@duixian/proto';

export type Person = decisionsV1.DecisionActor;

/**
 * The persons who decide, and may only propose, only confirm, or either; the last one is a machine with every
 * right.
 */
export const DECIDERS: readonly Person[] = [
  person('ji', 'prepare'),
  person('kang', 'prepare', 'approve'),
  person('lin', 'approve'),
  person('min', 'prepare', 'approve'),
  { ...person('robot', 'prepare', 'approve'), machine: true },
];

export function person(name: string, ...scopes: readonly string[]): Person {
  return { person: name, key: `${name} key`, machine: false, scopes: [...scopes] };
}

/** Whether they may take these two steps one after the other, as far as is known here. */
export function mayAgree(persons: readonly Person[], first: string, second: string): boolean {
  const [proposer, other] = [first, second].map((name) => persons.find((one) => one.person === name));
  if (!proposer || !other || other.machine || first === second) return false;
  return proposer.scopes.includes('prepare') && other.scopes.includes('approve');
}
