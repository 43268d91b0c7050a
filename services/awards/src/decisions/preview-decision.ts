import type { Fact, PublishedFact } from '@duixian/facts';
import type { Policy } from '@duixian/policy';
import type { entitlementsV1 } from '@duixian/proto';
import { recordId } from '@duixian/register';
import { batchesOf, documentsRead, oneAhead, RpcError, rpcStatus } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import type { Filter, FindCursor } from 'mongodb';
import { type AccountState, isOfSameMoment } from '../domain/account-state.ts';
import { applyToReferenceData, decisionKey, keysApplied } from '../domain/apply-fact-to-reference-data.ts';
import { beatenBy } from '../domain/beaten-by.ts';
import { changedAccounts } from '../domain/compute-changes.ts';
import { DecisionPreview, type PreviewedAccount } from '../domain/decision-preview.ts';
import type { ReferenceData } from '../domain/reference-data.ts';
import { onlyFactOn, referenceKey } from '../domain/reference-key.ts';
import { accountsOnly } from '../projection/entity-states.ts';
import { CachedReferenceData } from '../store/cached-reference-data.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { heldFact } from '../store/held-fact.ts';

type Decision = Fact<'duixian.decision.v1'>;
type Affected = Pick<FactDocument, '_id' | 'claims'> & { readonly fact: PublishedFact };

export type Previewed = {
  readonly preview: DecisionPreview;
  /** The accounts whose sums change. */
  readonly accounts: readonly PreviewedAccount[];
  readonly names: ReadonlyMap<string, string>;
  /** As disbursement would receive them. */
  readonly states: readonly entitlementsV1.EntityState[];
};

const FACTS_AT_ONCE = 500;
const ACCOUNTS_AT_ONCE = 2_000;
const MOST_ATTEMPTS = 5;

/**
 * What a decision would change, computed by the code that changes it: each fact in its scope makes its claims
 * with the decision applied, and the accounts are added up from the claims that come and go. Nothing is
 * written. A decision sets a rate and excludes nothing, so only claims of its provision can change.
 */
export async function previewDecision(
  policy: Policy,
  collections: Collections,
  fact: Decision,
): Promise<Previewed> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const previewed = await previewOnce(policy, collections, fact);
    if (previewed) return previewed;
  }
  throw new RpcError(
    rpcStatus.FAILED_PRECONDITION,
    'unsettled: what it reaches kept changing while it was looked at: try again',
  );
}

/** Undefined if facts changed between reading them and reading their accounts. */
async function previewOnce(
  policy: Policy,
  collections: Collections,
  fact: Decision,
): Promise<Previewed | undefined> {
  const id = recordId(fact.type, fact.subject);
  const own = await collections.facts.findOne({ _id: id });
  const before = own ? (heldFact(own) as unknown as Decision) : undefined;
  const applied = { before, fact, keys: [...keysApplied(before), ...keysApplied(fact)] };
  const provisions = [fact.data.provision, ...(before ? [before.data.provision] : [])];
  const preview = new DecisionPreview(fact.subject, provisions);
  const itself = { _id: id, ...(own?.claims && { claims: own.claims }), fact: { ...fact, version: 0n } };
  const known = new CachedReferenceData(policy, collections);
  const first = await referenceDataAfter(known, applied, [itself]);
  add(preview, policy, first, [itself]);
  mustNotBeBeaten(first, fact);
  let affected = 0;
  const filter = affectedBy(applied, first, provisions);
  const found = collections.facts.find(filter, { projection: { state: 1, claims: 1 } });
  for await (const { facts, referenceData } of oneAhead(withReferenceData(found, known, applied))) {
    affected += facts.length;
    mustBeFew(affected);
    add(preview, policy, referenceData, facts);
  }
  const moved = await accountsMoved(policy, collections, preview, known);
  return moved && { preview, ...moved };
}

type AppliedFact = {
  readonly before: Decision | undefined;
  readonly fact: Decision;
  readonly keys: readonly string[];
};

/** The next facts are read while these are computed. */
async function* withReferenceData(
  found: FindCursor<FactDocument>,
  known: CachedReferenceData,
  applied: AppliedFact,
): AsyncGenerator<{ readonly facts: readonly Affected[]; readonly referenceData: ReferenceData }> {
  for await (const batch of batchesOf(found, FACTS_AT_ONCE)) {
    const facts = batch.map((document) => ({ ...document, fact: heldFact(document) }));
    yield { facts, referenceData: await referenceDataAfter(known, applied, facts) };
  }
}

/** The reference data as it would be, with the decision applied. */
async function referenceDataAfter(
  known: CachedReferenceData,
  { before, fact, keys }: AppliedFact,
  affected: readonly Affected[],
): Promise<ReferenceData> {
  const facts = affected.map((one) => one.fact);
  const referenceData = await known.of(facts, [
    ...keys,
    ...affected.flatMap(({ claims = [] }) => claims.map(({ entity }) => referenceKey.party(entity))),
  ]);
  applyToReferenceData(referenceData, before, fact);
  return referenceData;
}

function add(
  preview: DecisionPreview,
  policy: Policy,
  referenceData: ReferenceData,
  affected: readonly Affected[],
): void {
  for (const { fact, claims = [] } of affected)
    preview.add(
      { type: fact.type, subject: fact.subject },
      claims,
      policy.engine.assess(policy, fact, referenceData),
    );
}

/** Facts that depend on the scope where the decision is, or was, and make a claim that it could decide. */
function affectedBy(
  { before, fact }: AppliedFact,
  referenceData: ReferenceData,
  provisions: readonly string[],
): Filter<FactDocument> {
  const scopes = (before ? [before, fact] : [fact]).map((decision): Filter<FactDocument> => {
    const key = decisionKey(decision);
    const only = onlyFactOn(key);
    if (only !== undefined) return { _id: only };
    const { entity, year } = decision.data.scope;
    const dependency = entity ? referenceKey.party(referenceData.party(entity).entity) : key;
    return {
      'leans.key': dependency,
      claims: { $elemMatch: { provision: { $in: [...provisions] }, year: defined(year, 'it has a year') } },
    };
  });
  const [one, another] = scopes;
  const isOne = JSON.stringify(one) === JSON.stringify(another ?? one);
  const filter = isOne ? defined(one, 'a decision has a scope') : { $or: scopes };
  return { $and: [filter, { _id: { $ne: recordId(fact.type, fact.subject) } }] };
}

function mustBeFew(affected: number): void {
  const { most } = LIMITS.previewedFacts;
  if (affected <= most) return;
  throw new RpcError(
    rpcStatus.FAILED_PRECONDITION,
    `over-limit: it reaches more than ${most} facts, which is more than a preview shows; decide by entity and year`,
  );
}

function mustNotBeBeaten(referenceData: ReferenceData, fact: Decision): void {
  const other = beatenBy(referenceData, fact);
  if (!other) return;
  throw new RpcError(
    rpcStatus.FAILED_PRECONDITION,
    `beaten: decision ${other.id} of ${other.decidedOn} is as narrow and stands, for the latest day wins, then the larger id; ` +
      `${fact.subject} of ${fact.data.decidedOn} would decide nothing: change or withdraw ${other.id}, or decide later`,
  );
}

/** Thousands of documents at a third of the driver's price. */
async function accountsAmong({ accounts }: Collections, ids: readonly string[]): Promise<AccountState[]> {
  const found = accounts.find<Uint8Array>({ _id: { $in: [...ids] } }, { raw: true });
  const read: AccountState[] = [];
  for await (const batch of documentsRead<AccountState>(found)) read.push(...batch);
  return read;
}

async function accountsMoved(
  policy: Policy,
  collections: Collections,
  { deltas }: DecisionPreview,
  known: CachedReferenceData,
): Promise<Omit<Previewed, 'preview'> | undefined> {
  const ids = [...deltas.byAccount.keys()];
  const parts = Array.from({ length: Math.ceil(ids.length / ACCOUNTS_AT_ONCE) }, (_, part) =>
    ids.slice(part * ACCOUNTS_AT_ONCE, (part + 1) * ACCOUNTS_AT_ONCE),
  );
  const entities = [
    ...new Set([...deltas.byAccount.values()].map(({ entity }) => referenceKey.party(entity))),
  ];
  const [referenceData, ...found] = await Promise.all([
    known.of([], entities),
    ...parts.map((part) => accountsAmong(collections, part)),
  ]);
  const held = new Map(found.flat().map((account) => [account._id, account]));
  if ([...deltas.byAccount].some(([id, delta]) => !isOfSameMoment(held.get(id), delta))) return undefined;
  const accounts = changedAccounts(policy, deltas, held, 0n).sort((a, b) =>
    a.after._id < b.after._id ? -1 : 1,
  );
  const byEntity = Map.groupBy(accounts, ({ after }) => after.entity);
  const names = new Map<string, string>();
  const states = [...byEntity].flatMap(([entity, own]) => {
    const party = referenceData.party(referenceData.party(entity).entity);
    const after = own.map((one) => one.after);
    names.set(entity, party.name || (after.find(({ name }) => name !== '')?.name ?? ''));
    return accountsOnly(entity, party, after);
  });
  return { accounts, names, states };
}
