import type { Fact } from '@duixian/facts';

/** Every fact here concerns one party; a branch is found under its parent too. */
export function aboutOf(fact: Fact): string[] {
  if (fact.type === 'duixian.recognition.v1' || fact.type === 'duixian.sanction.v1') return [fact.data.uscc];
  if (fact.type !== 'duixian.party.v1') return [];
  const { uscc, parentUscc } = fact.data;
  return parentUscc ? [uscc, parentUscc] : [uscc];
}

/** Judging what a party earns needs all its recognitions and sanctions together. */
export function gathersAt(fact: Fact) {
  const gathers = fact.type === 'duixian.recognition.v1' || fact.type === 'duixian.sanction.v1';
  return gathers ? { field: 'data.uscc', at: fact.data.uscc } : undefined;
}
