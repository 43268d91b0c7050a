import { isDeepStrictEqual } from 'node:util';
import type { PublishedFact } from '@duixian/facts';
import {
  type AccountDifference,
  articleOf,
  type Claim,
  differsFrom,
  GroupDifferences,
  type Policy,
} from '@duixian/policy';
import type { entitlementsV1 } from '@duixian/proto';
import { batchesOf, oneAhead } from '@duixian/runtime';
import { canonicalJson, defined, type Fen, sha256Hex } from '@duixian/values';
import { type AccountState, accountId } from '../domain/account-state.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { accountsOnly } from '../projection/entity-states.ts';
import { CachedReferenceData } from '../store/cached-reference-data.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { entitiesOf } from '../store/entity-of.ts';
import { heldFact } from '../store/held-fact.ts';
import type { PlanDocument } from '../store/policy-steps.ts';
import type { KnownPolicy } from '../store/stored-policy.ts';
import { type PlannedSum, PlannedSums } from './planned-sums.ts';

export type NamedDifference = AccountDifference & { readonly entityName: string };
export type PlanStep =
  | { readonly facts: number }
  | { readonly accounts: readonly NamedDifference[]; readonly states: readonly entitlementsV1.EntityState[] }
  | { readonly plan: Omit<PlanDocument, 'plannedAt'> };

const FACTS_AT_ONCE = 500;
const DIFFERENCES_AT_ONCE = 500;

/**
 * Computes all facts under the policy in force and under another, by the code that makes claims. The claims
 * they make now are stored; the claims they would make come and go in one pass, and only two sums are kept
 * for each account.
 */
export async function* planPolicy(
  now: KnownPolicy,
  next: KnownPolicy,
  collections: Collections,
  isFirst: boolean,
): AsyncGenerator<PlanStep> {
  const sums = new PlannedSums();
  let facts = 0;
  for await (const { computed, referenceData } of oneAhead(
    factsWithReferenceData(next.policy, collections),
  )) {
    for (const { fact, claims } of computed)
      sums.add(claims, next.policy.engine.assess(next.policy, fact, referenceData));
    facts += computed.length;
    yield { facts };
  }
  const policies = { now: isFirst ? undefined : now.policy, next: next.policy };
  const groups = new GroupDifferences();
  const counted = { accounts: 0, entities: 0 };
  let entity = '';
  for await (const accounts of movedAccounts(policies, collections, sums)) {
    for (const { difference: one } of accounts) {
      groups.add(one);
      counted.accounts += 1;
      if (one.entity !== entity) counted.entities += 1;
      entity = one.entity;
    }
    const states = await statesOf(
      collections,
      accounts.map(({ after }) => after),
    );
    yield { accounts: accounts.map(({ difference }) => difference), states };
  }
  const all = groups.all();
  const [risesFen, fallsFen] = [all.map((one) => one.risesFen), all.map((one) => one.fallsFen)].map((fen) =>
    fen.reduce((sum, each) => sum + each, 0n),
  ) as [bigint, bigint];
  const figures = { facts, ...counted, risesFen, fallsFen, groups: all };
  const isForOne = !isFirst && counted.accounts === 0 && !sums.isAnyOther && isOtherEngineAlone(now, next);
  yield { plan: { ...planOf(now, next, isFirst), figures, ...(isForOne && { isForOne }) } };
}

/** Whether only the engine differs: two persons already agreed to the packs and readings. */
function isOtherEngineAlone({ content: now }: KnownPolicy, { content: next }: KnownPolicy): boolean {
  return (
    now.engineVersion !== next.engineVersion &&
    isDeepStrictEqual([now.packs, now.readings], [next.packs, next.readings])
  );
}

/** What identifies the plan, whatever facts there are. */
function planOf(
  now: KnownPolicy,
  next: KnownPolicy,
  isFirst: boolean,
): Omit<PlanDocument, 'plannedAt' | 'figures' | 'isForOne'> {
  const [{ inForceFrom }] = next.policy.editions;
  const from = isFirst ? inForceFrom : (differsFrom(now.policy, next.policy) ?? null);
  const named = { inForce: now.digest, offered: next.digest, from, isFirst };
  return { _id: sha256Hex(canonicalJson(named)), ...named };
}

type Held = { readonly fact: PublishedFact; readonly claims: readonly Claim[] };
type WithReferenceData = { readonly computed: readonly Held[]; readonly referenceData: ReferenceData };

/** The next facts are read while these are computed. */
async function* factsWithReferenceData(
  policy: Policy,
  collections: Collections,
): AsyncGenerator<WithReferenceData> {
  const known = new CachedReferenceData(policy, collections);
  const found = collections.facts.find({}, { projection: { state: 1, claims: 1 } }).sort({ _id: 1 });
  for await (const batch of batchesOf(found, FACTS_AT_ONCE)) {
    const computed = batch.map(heldWithClaims);
    yield { computed, referenceData: await known.of(computed.map(({ fact }) => fact)) };
  }
}

function heldWithClaims(document: FactDocument): Held {
  return { fact: heldFact(document), claims: document.claims ?? [] };
}

/** `now` is undefined if nothing is agreed to, so that nobody gets anything. */
type Compared = { readonly now: Policy | undefined; readonly next: Policy };

/** As disbursement would receive them. */
async function statesOf(
  collections: Collections,
  accounts: readonly AccountState[],
): Promise<entitlementsV1.EntityState[]> {
  const byEntity = Map.groupBy(accounts, ({ entity }) => entity);
  const parties = await entitiesOf(collections, [...byEntity.keys()]);
  return [...byEntity].flatMap(([entity, own]) =>
    accountsOnly(entity, defined(parties.get(entity), 'each entity was read'), own),
  );
}

type MovedAccount = { readonly difference: NamedDifference; readonly after: AccountState };

/** In their order; those of an entity come together. */
async function* movedAccounts(
  compared: Compared,
  collections: Collections,
  sums: PlannedSums,
): AsyncGenerator<MovedAccount[]> {
  let found: MovedAccount[] = [];
  for await (const { held, sum } of withAccounts(collections, sums)) {
    const moved = movedAccount(compared, held, sum);
    if (!moved) continue;
    if (found.length >= DIFFERENCES_AT_ONCE && found.at(-1)?.after.entity !== moved.after.entity) {
      yield found;
      found = [];
    }
    found.push(moved);
  }
  if (found.length > 0) yield found;
}

type WithAccount = { readonly held: AccountState | undefined; readonly sum: PlannedSum };

/** Each with the account as stored by now, for its name. */
async function* withAccounts(collections: Collections, sums: PlannedSums): AsyncGenerator<WithAccount> {
  const planned = sums.inOrder();
  let at = 0;
  for await (const batch of batchesOf(collections.accounts.find().sort({ _id: 1 }), FACTS_AT_ONCE))
    for (const held of batch) {
      for (let next = planned[at]; next && next[0] < held._id; next = planned[++at])
        yield { held: undefined, sum: next[1] };
      const own = planned[at]?.[0] === held._id ? planned[at++] : undefined;
      if (own) yield { held, sum: own[1] };
    }
  for (const [, sum] of planned.slice(at)) yield { held: undefined, sum };
}

/** Undefined if it does not change. A cap can change an account of which no claim changes. */
function movedAccount(
  policies: Compared,
  held: AccountState | undefined,
  { entity, year, group, now, next }: PlannedSum,
): MovedAccount | undefined {
  const nowFen = policies.now ? entitledBy(policies.now, { year, group, ...now }) : 0n;
  const nowUndecided = policies.now ? now.undecided : 0;
  const thenFen = entitledBy(policies.next, { year, group, ...next });
  const thenUndecided = next.undecided;
  if (nowFen === thenFen && nowUndecided === thenUndecided) return undefined;
  const article = articleOf(policies.now ? [policies.next, policies.now] : [policies.next], group);
  const { name = '', namedAt = 0n, version = 0n } = held ?? {};
  const difference = {
    ...{ entity, entityName: name, year, group, article },
    ...{ nowFen, thenFen, nowUndecided, thenUndecided },
  };
  const of = { entity, year, group };
  const after = {
    _id: accountId(of),
    ...of,
    ...next,
    entitledFen: thenFen,
    name,
    namedAt,
    version: version + 1n,
  };
  return { difference, after };
}

function entitledBy(
  policy: Policy,
  { group, year, claimedFen }: { readonly group: string; readonly year: number; readonly claimedFen: Fen },
): Fen {
  return policy.engine.entitledFen(policy, { group, year, claimedFen });
}
