import type { Fact } from '@duixian/facts';

/** A decision is found under what it decides: a fact, any USCC of an entity, or a provision and year. */
export function aboutOf(fact: Fact): string[] {
  const place = gathersAt(fact);
  return place ? [place.at] : [];
}

/** Judging what is earned needs all decisions of such a scope together. */
export function gathersAt(fact: Fact) {
  if (fact.type !== 'duixian.decision.v1') return undefined;
  const { provision, scope } = fact.data;
  if (scope.fact) return { field: 'data.scope.fact.subject', at: scope.fact.subject };
  if (scope.entity) return { field: 'data.scope.entity', at: scope.entity };
  return { field: 'data.scope.year', at: `${provision} ${scope.year}` };
}
