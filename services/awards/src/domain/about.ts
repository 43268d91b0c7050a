import type { Fact } from '@duixian/facts';

/** A decision is found under what it decides: a fact, or any USCC of an entity. */
export function aboutOf(fact: Fact): string[] {
  if (fact.type !== 'duixian.decision.v1') return [];
  const { scope } = fact.data;
  return [scope.fact?.subject, scope.entity].flatMap((each) => each ?? []);
}
