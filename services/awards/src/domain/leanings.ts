import type { PublishedFact } from '@duixian/facts';
import type { Leanings, Policy } from '@duixian/policy';
import { contextKey } from './context-key.ts';
import type { Contexts, KnownContract } from './contexts.ts';

/** What a fact's claims were computed with. While all versions stand, so do the claims. */
export type Leaning = { readonly key: string; readonly version: bigint };

/** What must be loaded to compute the claims of a fact; the entities of its USCCs come on top. */
export function keysLeanedOn(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
): string[] {
  return keysOf(policy.engine.leansOn(policy, fact, contract?.data));
}

function keysOf(leanings: Leanings): string[] {
  return [
    contextKey.policy,
    ...leanings.usccs.map(contextKey.party),
    ...leanings.yearDecisions.map(({ provision, year }) => contextKey.yearDecisions(provision, year)),
    ...(leanings.factDecisions ? [contextKey.factDecisions(leanings.factDecisions)] : []),
    ...(leanings.receipts === undefined ? [] : [contextKey.receipts(leanings.receipts)]),
    ...(leanings.contract === undefined ? [] : [contextKey.contract(leanings.contract)]),
  ];
}

/** The same with the entities that the USCCs belong to now, each under the version that was used. */
export function leaningsOf(
  policy: Policy,
  fact: PublishedFact,
  contract: KnownContract | undefined,
  contexts: Contexts,
): Leaning[] {
  const leanings = policy.engine.leansOn(policy, fact, contract?.data);
  const entities = leanings.usccs.map((uscc) => contextKey.party(contexts.party(uscc).entity));
  const keys = new Set([...keysOf(leanings), ...entities]);
  return [...keys].map((key) => ({ key, version: contexts.versionOf(key) }));
}
