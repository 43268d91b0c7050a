import type { PublishedFact } from '@duixian/facts';
import type { Dependencies, Policy } from '@duixian/policy';
import { contextKey } from './context-key.ts';
import type { Contexts, KnownContract } from './contexts.ts';

/** What a fact's claims were computed with. While all versions stand, so do the claims. */
export type Dependency = { readonly key: string; readonly version: bigint };

/** What must be loaded to compute the claims of a fact; the entities of its USCCs come on top. */
export function dependencyKeys(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
): string[] {
  return keysOf(policy.engine.leansOn(policy, fact, contract?.data));
}

function keysOf(dependencies: Dependencies): string[] {
  return [
    contextKey.policy,
    ...dependencies.usccs.map(contextKey.party),
    ...dependencies.yearDecisions.map(({ provision, year }) => contextKey.yearDecisions(provision, year)),
    ...(dependencies.factDecisions ? [contextKey.factDecisions(dependencies.factDecisions)] : []),
    ...(dependencies.receipts === undefined ? [] : [contextKey.receipts(dependencies.receipts)]),
    ...(dependencies.contract === undefined ? [] : [contextKey.contract(dependencies.contract)]),
  ];
}

/** The same with the entities that the USCCs belong to now, each under the version that was used. */
export function dependenciesOf(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
  contexts: Contexts,
): Dependency[] {
  const dependencies = policy.engine.leansOn(policy, fact, contract?.data);
  const entities = dependencies.usccs.map((uscc) => contextKey.party(contexts.party(uscc).entity));
  const keys = new Set([...keysOf(dependencies), ...entities]);
  return [...keys].map((key) => ({ key, version: contexts.versionOf(key) }));
}
