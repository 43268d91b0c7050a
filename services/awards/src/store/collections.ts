import type { Claim } from '@duixian/policy';
import { type Database, type DatabaseClock, openKinds, type StoredKind } from '@duixian/runtime';
import type { Uscc } from '@duixian/values';
import type { Binary, Collection, Filter } from 'mongodb';
import type { AccountState } from '../domain/account-state.ts';
import type { Dependency } from '../domain/dependencies.ts';
import type { StoredReference } from '../domain/reference-state.ts';
import type { PolicyActDocument, PolicyDocument } from './stored-policy.ts';

/** A record in the highest version received, the claims it makes now, and what they were computed with. */
export type FactDocument = {
  _id: string;
  version: bigint;
  /** Raised by every write. */
  guard: bigint;
  /** The message as received: it is decoded only when it is needed. */
  state: Binary;
  /** Absent if it makes none. */
  claims?: Claim[];
  /** Dependencies that other facts may share: found by index when they change. */
  leans: Dependency[];
  /** Dependencies that need no index: see `needsIndex`. */
  leansAlone: Dependency[];
  /**
   * The versions with which it could not be recomputed: it waits as a dead letter until one of them changes,
   * or it is redriven.
   */
  setAside?: Dependency[];
};

/** Every fact that depends on `_id` below `version` must be recomputed. Deleted when none is left. */
export type InvalidationDocument = {
  _id: string;
  version: bigint;
  /** It moves accounts between entities, which are held until no such invalidation is left. */
  restates: boolean;
};

export type Collections = {
  readonly facts: Collection<FactDocument>;
  readonly referenceData: Collection<StoredReference>;
  readonly accounts: Collection<AccountState>;
  readonly invalidations: Collection<InvalidationDocument>;
  readonly epoch: Collection<{ _id: 'epoch'; from: bigint }>;
  readonly policies: Collection<PolicyDocument>;
  readonly policyActs: Collection<PolicyActDocument>;
};

const OF_BRANCHES = { partialFilterExpression: { 'state.parent': { $type: 'string' } } };

/** What awards computes and stores, and its indexes. */
export const AWARDS_KINDS: readonly StoredKind[] = [
  {
    collection: 'facts',
    version: 1,
    indexes: [
      { key: { 'leans.key': 1, 'leans.version': 1 } },
      {
        key: { 'claims.status': 1, _id: 1 },
        partialFilterExpression: { 'claims.status': 'undecided' },
      },
      // For the claim that waits longest.
      { key: { 'claims.date': 1 }, partialFilterExpression: { 'claims.status': 'undecided' } },
    ],
  },
  {
    collection: 'contexts',
    version: 1,
    indexes: [
      { key: { 'state.parent': 1 }, ...OF_BRANCHES },
      { key: { 'state.entity': 1 }, ...OF_BRANCHES },
      { key: { 'state.isRestating': 1 }, partialFilterExpression: { 'state.isRestating': true } },
    ],
  },
  // The accounts of an entity are a range of the primary key (`accountsOf`): every account would pay for
  // another index.
  { collection: 'accounts', version: 1 },
  { collection: 'reaches', version: 1 },
  { collection: 'epoch', version: 1 },
  { collection: 'policies', version: 1 },
  { collection: 'policyActs', version: 1 },
];

/** The accounts of these USCCs: their keys begin with the USCC. */
export function accountsOf(usccs: Iterable<Uscc>): Filter<AccountState> {
  return { _id: { $in: Array.from(usccs, (uscc) => new RegExp(`^${uscc}/`)) } };
}

export async function openCollections(database: Database): Promise<Collections> {
  const collections: Collections = {
    facts: database.collection<FactDocument>('facts'),
    referenceData: database.collection<StoredReference>('contexts'),
    accounts: database.collection<AccountState>('accounts'),
    invalidations: database.collection<InvalidationDocument>('reaches'),
    epoch: database.collection<{ _id: 'epoch'; from: bigint }>('epoch'),
    policies: database.collection<PolicyDocument>('policies'),
    policyActs: database.collection<PolicyActDocument>('policyActs'),
  };
  await openKinds(database, AWARDS_KINDS);
  return collections;
}

const VERSIONS_PER_MS = 1n << 20n;

/**
 * Where versions begin in this database: above all that an earlier one can have assigned (it had at most a
 * million for each of its milliseconds), so that accounts rebuilt from nothing count as new.
 */
export async function openEpoch({ epoch }: Collections, clock: DatabaseClock): Promise<bigint> {
  const from = BigInt(clock.now().getTime()) * VERSIONS_PER_MS;
  const held = await epoch.findOneAndUpdate(
    { _id: 'epoch' },
    { $setOnInsert: { from } },
    { upsert: true, returnDocument: 'after' },
  );
  return held?.from ?? from;
}
