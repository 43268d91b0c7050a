import type { PublishedFact } from '@duixian/facts';
import type { Dependencies, Policy } from '@duixian/policy';
import type { KnownContract, ReferenceData } from './reference-data.ts';
import { referenceKey } from './reference-key.ts';

/** What a fact's claims were computed with. As long as all versions are unchanged, so are the claims. */
export type Dependency = { readonly key: string; readonly version: bigint };

/** What must be loaded to compute the claims of a fact; the entities of its USCCs are added. */
export function dependencyKeys(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
): string[] {
  return keysOf(policy.engine.dependsOn(policy, fact, contract?.data));
}

function keysOf(dependencies: Dependencies): string[] {
  return [
    referenceKey.policy,
    ...dependencies.usccs.map(referenceKey.party),
    ...dependencies.yearDecisions.map(({ provision, year }) => referenceKey.yearDecisions(provision, year)),
    ...(dependencies.factDecisions ? [referenceKey.factDecisions(dependencies.factDecisions)] : []),
    ...(dependencies.receipts === undefined ? [] : [referenceKey.receipts(dependencies.receipts)]),
    ...(dependencies.contract === undefined ? [] : [referenceKey.contract(dependencies.contract)]),
  ];
}

/** The same with the entities that the USCCs belong to now, each under the version that was used. */
export function dependenciesOf(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
  referenceData: ReferenceData,
): Dependency[] {
  const dependencies = policy.engine.dependsOn(policy, fact, contract?.data);
  const entities = dependencies.usccs.map((uscc) => referenceKey.party(referenceData.party(uscc).entity));
  const keys = new Set([...keysOf(dependencies), ...entities]);
  return [...keys].map((key) => ({ key, version: referenceData.versionOf(key) }));
}

/** Of a stored fact: `leans` are indexed by key, `leansAlone` are found by the one fact that can depend on the key. */
export function allDependencies(fact: {
  readonly leans: readonly Dependency[];
  readonly leansAlone: readonly Dependency[];
}): Dependency[] {
  return [...fact.leans, ...fact.leansAlone];
}
