import { decodeFact, type PublishedFact } from '@duixian/facts';
import type { Policy } from '@duixian/policy';
import { assess } from '@duixian/policy';
import { type OutboxBatch, type Session, thingId, writeGuarded } from '@duixian/runtime';
import { defined, parseInstant, type Uscc } from '@duixian/values';
import mongoose from 'mongoose';
import { type AccountState, applyDelta, Deltas } from '../domain/account-state.ts';
import { contextKey, needsIndex } from '../domain/context-key.ts';
import type { ContextState } from '../domain/context-state.ts';
import { Contexts, type KnownContract } from '../domain/contexts.ts';
import { keysLeanedOn, type Leaning, leaningsOf } from '../domain/leanings.ts';
import { namesIn } from '../domain/names-in.ts';
import { type Move, regroup } from '../domain/regroup.ts';
import { keysTold, tell } from '../domain/tell.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { loadContexts, loadContracts } from '../store/load-contexts.ts';
import type { EntitlementEvents } from './entitlement-events.ts';
import { isInForce } from './policy-in-force.ts';
import type { Work } from './work.ts';

/** What a transaction left: events to publish after commit, and what each fact leaned on, to be looked at again. */
export type Projected = {
  readonly batch: OutboxBatch;
  readonly leanings: ReadonlyMap<string, readonly Leaning[]>;
  /** Contexts whose version rose, so that facts that lean on them are to be computed anew. */
  readonly raised: ReadonlySet<string>;
};

type Assessed = { readonly work: Work; readonly after: FactDocument };

/**
 * The one transaction in which claims, accounts, contexts and events change together: whatever facts arrive or lean on
 * what moved, it reads what they touch, computes, and writes each document on condition that nobody else did.
 */
export class Projection {
  readonly #policy: Policy;
  readonly #collections: Collections;
  readonly #epoch: bigint;
  readonly #events: EntitlementEvents;

  constructor(policy: Policy, collections: Collections, epoch: bigint, events: EntitlementEvents) {
    this.#policy = policy;
    this.#collections = collections;
    this.#epoch = epoch;
    this.#events = events;
  }

  async project(session: Session, works: readonly Work[]): Promise<Projected> {
    if (works.length === 0) return { batch: [], leanings: new Map(), raised: new Set() };
    const contracts = await this.#contractsOf(session, works);
    const contexts = await this.#contextsOf(session, works, contracts);
    const moves = tellAll(works, contexts);
    const deltas = new Deltas();
    const assessed = works.map((work) => this.#assess(work, contexts, contracts, deltas));
    const accounts = await this.#applyDeltas(session, deltas);
    const facts = assessed.map(({ work: { before }, after }) => ({ before, after }));
    await writeGuarded(this.#collections.facts, facts, 'guard', session);
    await writeGuarded(this.#collections.contexts, contexts.writes(), 'guard', session);
    await writeGuarded(this.#collections.accounts, accounts, 'version', session);
    await this.#reach(session, contexts, moves.length > 0);
    const changed = accounts.map(({ after }) => after);
    const batch = await this.#events.tell(session, changed, contexts, tracesOf(assessed));
    const leanings = new Map(assessed.map(({ after }) => [after._id, allLeanings(after)]));
    return { batch, leanings, raised: contexts.raised };
  }

  /** Those in the batch count as they will stand. */
  async #contractsOf(
    session: Session,
    works: readonly Work[],
  ): Promise<Map<string, KnownContract | undefined>> {
    const arriving = new Map<string, KnownContract>();
    const wanted: string[] = [];
    for (const { fact } of works) {
      if (fact.type === 'duixian.contract.v1') arriving.set(contextKey.contract(fact.subject), fact);
      if (fact.type === 'duixian.receipt.v1') wanted.push(fact.data.registrationNo);
    }
    const missing = wanted.filter((registrationNo) => !arriving.has(contextKey.contract(registrationNo)));
    return new Map([...(await loadContracts(this.#collections, missing, session)), ...arriving]);
  }

  async #contextsOf(
    session: Session,
    works: readonly Work[],
    contracts: ReadonlyMap<string, KnownContract | undefined>,
  ): Promise<Contexts> {
    const keys = works.flatMap(({ before, fact, heard }) => [
      ...keysLeanedOn(this.#policy, fact, contractOf(fact, contracts)),
      ...(heard ? [...keysTold(heldBy(before)), ...keysTold(fact)] : []),
      ...(before?.claims ?? []).map(({ entity }) => contextKey.party(entity)),
    ]);
    const trees = works.flatMap(({ fact, heard }) =>
      heard && fact.type === 'duixian.party.v1' ? [fact.subject, fact.data.parentUscc ?? fact.subject] : [],
    );
    const loaded = await loadContexts(this.#collections, keys, trees, session);
    this.#mustBeInForce(loaded.get(contextKey.policy)?.state);
    return new Contexts(loaded, contracts, this.#epoch);
  }

  /** Another process may have put another pack or reading in force: then this one must not compute any more. */
  #mustBeInForce(state: ContextState | undefined): void {
    const { packDigest, id } = this.#policy;
    if (state?.kind === 'policy' && isInForce(this.#policy, state)) return;
    throw new Error(
      `another pack or reading than ${id} ${packDigest.slice(0, 12)} is in force; start awards anew`,
    );
  }

  #assess(
    work: Work,
    contexts: Contexts,
    contracts: ReadonlyMap<string, KnownContract | undefined>,
    deltas: Deltas,
  ): Assessed {
    const { before, fact, heard } = work;
    const contract = contractOf(fact, contracts);
    const claims = assess(this.#policy, fact, contexts);
    deltas.remove(before?.claims ?? []);
    const at = defined(parseInstant(fact.time), 'the time of a fact was checked at the door');
    deltas.add(claims, namesIn(fact, contract?.data), at);
    const leanings = leaningsOf(this.#policy, fact, contract, contexts);
    const after: FactDocument = {
      _id: thingId(fact.type, fact.subject),
      version: fact.version,
      guard: (before?.guard ?? 0n) + 1n,
      state: heard
        ? new mongoose.mongo.Binary(heard.payload)
        : defined(before, 'what was not heard now is held').state,
      ...(claims.length > 0 && { claims }),
      leans: leanings.filter(({ key }) => needsIndex(key)),
      leansAlone: leanings.filter(({ key }) => !needsIndex(key)),
    };
    return { work, after };
  }

  async #applyDeltas(
    session: Session,
    { byAccount }: Deltas,
  ): Promise<{ before: AccountState | undefined; after: AccountState }[]> {
    if (byAccount.size === 0) return [];
    const { accounts } = this.#collections;
    const found = await accounts.find({ _id: { $in: [...byAccount.keys()] } }, { session }).toArray();
    const held = new Map(found.map((account) => [account._id, account]));
    return [...byAccount].flatMap(([id, delta]) => {
      const before = held.get(id);
      const after = applyDelta(this.#policy, before, delta, this.#epoch);
      return after ? [{ before, after }] : [];
    });
  }

  /** Stored with what raised them: whoever leans on them is found also after a crash. */
  async #reach(session: Session, contexts: Contexts, restates: boolean): Promise<void> {
    const operations = [...contexts.raised].map((key) => ({
      updateOne: {
        filter: { _id: key },
        update: {
          $max: { version: contexts.versionOf(key), restates },
        },
        upsert: true,
      },
    }));
    if (operations.length > 0)
      await this.#collections.reaches.bulkWrite(operations, { session, ordered: false });
  }
}

export function allLeanings({ leans, leansAlone }: FactDocument): Leaning[] {
  return [...leans, ...leansAlone];
}

function heldBy(document: FactDocument | undefined): PublishedFact | undefined {
  return document && decodeFact(document.state.buffer);
}

export function contractOf(
  fact: PublishedFact,
  contracts: ReadonlyMap<string, KnownContract | undefined>,
): KnownContract | undefined {
  return fact.type === 'duixian.receipt.v1'
    ? contracts.get(contextKey.contract(fact.data.registrationNo))
    : undefined;
}

/** Every fact that was heard says its part; then whose parents moved are put where they belong now. */
function tellAll(works: readonly Work[], contexts: Contexts): Move[] {
  const moves: Move[] = [];
  for (const { before, fact, heard } of works) {
    if (!heard) continue;
    if (fact.type === 'duixian.party.v1' && contexts.party(fact.subject).parent !== fact.data.parentUscc)
      moves.push({ uscc: fact.subject, parent: fact.data.parentUscc });
    tell(contexts, heldBy(before), fact);
  }
  regroup(contexts, moves);
  return moves;
}

/** An entity's event goes on in the trace of the last fact that changed what it is due, or what stands in its way. */
function tracesOf(assessed: readonly Assessed[]): Map<Uscc, string> {
  const traces = new Map<Uscc, string>();
  for (const { work, after } of assessed) {
    const traceparent = work.heard?.traceparent;
    if (traceparent === undefined) continue;
    for (const { entity } of [...(work.before?.claims ?? []), ...(after.claims ?? [])])
      traces.set(entity, traceparent);
    if (work.fact.type === 'duixian.party.v1') traces.set(work.fact.subject, traceparent);
  }
  return traces;
}
