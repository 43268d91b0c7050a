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
import { canonicalJson, compareCodePoints, defined, sha256Hex } from '@duixian/values';
import { type AccountState, accountId, type Delta, Deltas } from '../domain/account-state.ts';
import type { Contexts } from '../domain/contexts.ts';
import { accountsOnly } from '../projection/entity-states.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { entitiesOf } from '../store/entity-of.ts';
import { heldFact } from '../store/held-fact.ts';
import { KeptContexts } from '../store/kept-contexts.ts';
import type { PlanDocument } from '../store/policy-steps.ts';
import type { KnownPolicy } from '../store/stored-policy.ts';

export type NamedDifference = AccountDifference & { readonly entityName: string };
export type PlanStep =
  | { readonly facts: number }
  | { readonly accounts: readonly NamedDifference[]; readonly states: readonly entitlementsV1.EntityState[] }
  | {
      readonly plan: Omit<PlanDocument, 'plannedAt'>;
      /** For the packs and readings that two persons agreed to. */
      readonly isOtherEngineAlone: boolean;
    };

const FACTS_AT_ONCE = 500;
const DIFFERENCES_AT_ONCE = 500;
const NO_NAMES: ReadonlyMap<string, string> = new Map();

/**
 * All facts under the policy in force and under another, by the code that makes claims. What they make now is held; what they
 * would make comes and goes in one pass, and of each account nothing is kept but by how much it would move.
 */
export async function* planPolicy(
  now: KnownPolicy,
  next: KnownPolicy,
  collections: Collections,
  isFirst: boolean,
): AsyncGenerator<PlanStep> {
  const moves = new Deltas();
  let facts = 0;
  for await (const { computed, contexts } of oneAhead(factsWithContexts(next.policy, collections))) {
    for (const { fact, claims } of computed)
      addMove(moves, claims, next.policy.engine.assess(next.policy, fact, contexts));
    facts += computed.length;
    yield { facts };
  }
  const policies = { now: isFirst ? undefined : now.policy, next: next.policy };
  const groups = new GroupDifferences();
  const counted = { accounts: 0, entities: 0 };
  let entity = '';
  for await (const accounts of movedAccounts(policies, collections, moves)) {
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
  const isOtherEngineAlone =
    !isFirst && now.digest !== next.digest && isDeepStrictEqual(lawOf(now), lawOf(next));
  yield { plan: { ...planOf(now, next, isFirst), figures }, isOtherEngineAlone };
}

function lawOf({ content }: KnownPolicy) {
  return [content.packs, content.readings];
}

/** What the plan is, whatever facts there are. */
function planOf(
  now: KnownPolicy,
  next: KnownPolicy,
  isFirst: boolean,
): Omit<PlanDocument, 'plannedAt' | 'figures'> {
  const [{ inForceFrom }] = next.policy.editions;
  const from = isFirst ? inForceFrom : (differsFrom(now.policy, next.policy) ?? null);
  const named = { inForce: now.digest, offered: next.digest, from, isFirst };
  return { _id: sha256Hex(canonicalJson(named)), ...named };
}

type Held = { readonly fact: PublishedFact; readonly claims: readonly Claim[] };
type WithContexts = { readonly computed: readonly Held[]; readonly contexts: Contexts };

/** The next facts are read while these are computed. */
async function* factsWithContexts(policy: Policy, collections: Collections): AsyncGenerator<WithContexts> {
  const known = new KeptContexts(policy, collections);
  const found = collections.facts.find({}, { projection: { state: 1, claims: 1 } }).sort({ _id: 1 });
  for await (const batch of batchesOf(found, FACTS_AT_ONCE)) {
    const computed = batch.map(heldWithClaims);
    yield { computed, contexts: await known.of(computed.map(({ fact }) => fact)) };
  }
}

function heldWithClaims(document: FactDocument): Held {
  return { fact: heldFact(document), claims: document.claims ?? [] };
}

function addMove(moves: Deltas, now: readonly Claim[], then: readonly Claim[]): void {
  if (now.length === then.length && now.every((claim, at) => movesNothing(claim, then[at] as Claim))) return;
  moves.remove(now);
  moves.add(then, NO_NAMES, 0n);
}

function movesNothing(now: Claim, then: Claim): boolean {
  return (
    now.entity === then.entity &&
    now.year === then.year &&
    now.group === then.group &&
    amountOf(now) === amountOf(then)
  );
}

function amountOf(claim: Claim): bigint | undefined {
  return claim.status === 'decided' ? claim.amountFen : undefined;
}

/** Now is undefined where nothing is agreed to, so that nobody gets anything. */
type Compared = { readonly now: Policy | undefined; readonly next: Policy };

/** As disbursement would hear of them. */
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

/**
 * Of the accounts held and those that would be, in their order: a lid can move one of which no claim does. Those of an entity
 * come together.
 */
async function* movedAccounts(
  { now, next }: Compared,
  collections: Collections,
  moves: Deltas,
): AsyncGenerator<MovedAccount[]> {
  let found: MovedAccount[] = [];
  for await (const { account, move } of withMoves(collections, moves)) {
    const moved = movedAccount({ now, next }, account, move);
    if (!moved) continue;
    if (found.length >= DIFFERENCES_AT_ONCE && found.at(-1)?.after.entity !== moved.after.entity) {
      yield found;
      found = [];
    }
    found.push(moved);
  }
  if (found.length > 0) yield found;
}

type Moved = { readonly account: AccountState | undefined; readonly move: Delta | undefined };

async function* withMoves(collections: Collections, { byAccount }: Deltas): AsyncGenerator<Moved> {
  const moved = [...byAccount].sort(([a], [b]) => compareCodePoints(a, b));
  let at = 0;
  for await (const batch of batchesOf(collections.accounts.find().sort({ _id: 1 }), FACTS_AT_ONCE))
    for (const account of batch) {
      for (let next = moved[at]; next && next[0] < account._id; next = moved[++at])
        yield { account: undefined, move: next[1] };
      const own = moved[at]?.[0] === account._id ? moved[at++] : undefined;
      yield { account, move: own?.[1] };
    }
  for (const [, move] of moved.slice(at)) yield { account: undefined, move };
}

function movedAccount(
  { now, next }: Compared,
  account: AccountState | undefined,
  move: Delta | undefined,
): MovedAccount | undefined {
  const of = account ?? move;
  if (!of) return undefined;
  const { entity, year, group, name } = of;
  const claimedFen = (account?.claimedFen ?? 0n) + (move?.claimedFen ?? 0n);
  const undecided = account?.undecided ?? 0;
  const [nowFen, nowUndecided] = now ? [account?.entitledFen ?? 0n, undecided] : [0n, 0];
  const thenFen = next.engine.entitledFen(next, { group, year, claimedFen });
  const thenUndecided = undecided + (move?.undecided ?? 0);
  if (nowFen === thenFen && nowUndecided === thenUndecided) return undefined;
  const article = articleOf(now ? [next, now] : [next], group);
  const sums = { nowFen, thenFen, nowUndecided, thenUndecided };
  const after: AccountState = {
    ...{ _id: accountId(of), entity, year, group, name, namedAt: of.namedAt, claims: of.claims },
    ...{ claimedFen, entitledFen: thenFen, undecided: thenUndecided, version: (account?.version ?? 0n) + 1n },
  };
  return { difference: { entity, entityName: name, year, group, article, ...sums }, after };
}
