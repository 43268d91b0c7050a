import type { PublishedFact } from '@duixian/facts';
import type { Policy } from '@duixian/policy';
import { defined, LIMITS } from '@duixian/values';
import type { AccountState } from '../domain/account-state.ts';
import { contractOf } from '../domain/compute-changes.ts';
import { dependencyKeys } from '../domain/dependencies.ts';
import { ReferenceData } from '../domain/reference-data.ts';
import { referenceKey } from '../domain/reference-key.ts';
import type { PartyState } from '../domain/reference-state.ts';
import type { Collections, FactDocument } from './collections.ts';
import { heldFact } from './held-fact.ts';
import { loadContracts, loadReferenceData } from './load-reference-data.ts';

/** For at most this many records of an account the answer states why they made no claim. */
const MAX_LOOKED_AT = 1_000;

export type ClaimedAccount = { readonly party: PartyState; readonly account: AccountState };

export type KnownFact = {
  readonly document: Pick<FactDocument, '_id' | 'claims' | 'leans'>;
  readonly fact: PublishedFact;
};

/** What accounts are explained by, in the order of the facts' ids. */
export type Evidence = {
  /** Facts that make claims for the entity; for an account with many, those that make its first ones. */
  claimingOf(party: PartyState): readonly KnownFact[];
  /** Facts that depend on the entity, whichever of its USCCs they name. */
  lookedAtOf(party: PartyState): readonly KnownFact[];
  readonly referenceData: ReferenceData;
};

/**
 * Every fact that makes a claim for an entity depends on it, so one index finds what was claimed and what was
 * not. Undefined if that is too much for several accounts: the caller then reads each by itself, cut if it is
 * too much for one.
 */
export async function readEvidence(
  policy: Policy,
  collections: Collections,
  accounts: readonly ClaimedAccount[],
): Promise<Evidence | undefined> {
  const keys = new Set(accounts.map(({ party }) => referenceKey.party(party.entity)));
  const found = await collections.facts
    .find({ 'leans.key': { $in: [...keys] } })
    .sort({ _id: 1 })
    .limit(MAX_LOOKED_AT + 1)
    .toArray();
  const isWhole = found.length <= MAX_LOOKED_AT;
  if (!isWhole && accounts.length > 1) return undefined;
  const lookedAt = found.slice(0, MAX_LOOKED_AT).map(knownFact);
  const lookedAtOf = byParty(lookedAt);
  const referenceData = await referenceDataOf(
    policy,
    collections,
    lookedAt.map(({ fact }) => fact),
  );
  if (isWhole) return { claimingOf: lookedAtOf, lookedAtOf, referenceData };
  const claiming = await claimingFacts(collections, defined(accounts[0], 'something was found').account);
  return { claimingOf: () => claiming, lookedAtOf, referenceData };
}

/**
 * The facts that make the first claims of the account, in the order of `grantClaims`; the id of a fact sorts
 * like its type and subject.
 */
async function claimingFacts(
  { facts }: Collections,
  { entity, year, group }: AccountState,
): Promise<KnownFact[]> {
  const first = await facts
    .aggregate<{ _id: string }>([
      {
        $match: {
          'leans.key': referenceKey.party(entity),
          claims: { $elemMatch: { entity, year, group } },
        },
      },
      { $project: { claims: 1 } },
      { $unwind: '$claims' },
      { $match: { 'claims.entity': entity, 'claims.year': year, 'claims.group': group } },
      { $sort: { 'claims.date': 1, 'claims.provision': 1, _id: 1 } },
      { $limit: LIMITS.explainedClaims.most },
    ])
    .toArray();
  const found = await facts.find({ _id: { $in: first.map(({ _id }) => _id) } }).toArray();
  return found.map(knownFact);
}

export function knownFact(document: FactDocument): KnownFact {
  return { document, fact: heldFact(document) };
}

/** One account needs a few facts among hundreds: each is found without scanning all. */
function byParty(facts: readonly KnownFact[]): (party: PartyState) => readonly KnownFact[] {
  const dependingOn = new Map<string, KnownFact[]>();
  for (const one of facts)
    for (const key of new Set(one.document.leans.map((dependency) => dependency.key))) {
      const others = dependingOn.get(key);
      if (others) others.push(one);
      else dependingOn.set(key, [one]);
    }
  return ({ entity }) => dependingOn.get(referenceKey.party(entity)) ?? [];
}

export async function referenceDataOf(
  policy: Policy,
  collections: Collections,
  facts: readonly PublishedFact[],
  furtherKeys: readonly string[] = [],
): Promise<ReferenceData> {
  const registrationNos = facts.flatMap((fact) =>
    fact.type === 'duixian.receipt.v1' ? [fact.data.registrationNo] : [],
  );
  const contracts = await loadContracts(collections, registrationNos, undefined);
  const keysOfFacts = facts.flatMap((fact) => dependencyKeys(policy, fact, contractOf(fact, contracts)));
  const keys = [...furtherKeys, ...keysOfFacts];
  return new ReferenceData(await loadReferenceData(collections, keys, [], undefined), contracts, 0n);
}
