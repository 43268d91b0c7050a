import type { OutboxBatch } from '@duixian/messaging';
import type { Claim, Policy } from '@duixian/policy';
import { recordId } from '@duixian/register';
import { ConcurrentChange, type Session, writeGuarded, writeGuardedAtOnce } from '@duixian/runtime';
import { defined, type Uscc } from '@duixian/values';
import { Binary } from 'mongodb';
import type { AccountState, Deltas } from '../domain/account-state.ts';
import {
  type Change,
  type Contracts,
  changedAccounts,
  computeChanges,
  keysNeeded,
  parentsNamed,
} from '../domain/compute-changes.ts';
import { allDependencies, type Dependency } from '../domain/dependencies.ts';
import { type KnownContract, ReferenceData } from '../domain/reference-data.ts';
import { needsIndex, referenceKey } from '../domain/reference-key.ts';
import type { ReferenceState } from '../domain/reference-state.ts';
import { accountsOf, type Collections, type FactDocument } from '../store/collections.ts';
import { heldFact } from '../store/held-fact.ts';
import { loadContracts, loadReferenceData } from '../store/load-reference-data.ts';
import type { KnownPolicy } from '../store/stored-policy.ts';
import type { EntitlementEvents } from './entitlement-events.ts';
import type { PolicyInForce } from './policy-in-force.ts';
import type { Work } from './work.ts';

/**
 * The result of a transaction: events to publish after commit, and the dependencies of each fact, to be
 * checked again.
 */
export type Projected = {
  readonly batch: OutboxBatch;
  readonly dependencies: ReadonlyMap<string, readonly Dependency[]>;
  /** Reference data whose version rose, so that facts that depend on it must be recomputed. */
  readonly invalidated: ReadonlySet<string>;
};

type Assessed = { readonly work: Work; readonly after: FactDocument };

/**
 * The one transaction in which claims, accounts, reference data and events change together: whatever facts
 * arrive or depend on what changed, it reads what they touch, computes, and writes each document on condition
 * that nobody else did.
 */
export class Projection {
  readonly #inForce: PolicyInForce;
  readonly #collections: Collections;
  readonly #epoch: bigint;
  readonly #events: EntitlementEvents;

  constructor(inForce: PolicyInForce, collections: Collections, epoch: bigint, events: EntitlementEvents) {
    this.#inForce = inForce;
    this.#collections = collections;
    this.#epoch = epoch;
    this.#events = events;
  }

  async project(session: Session, works: readonly Work[]): Promise<Projected> {
    if (works.length === 0) return { batch: [], dependencies: new Map(), invalidated: new Set() };
    // Kept for the whole transaction: a concurrent call may load another policy meanwhile.
    const known = this.#inForce.known;
    const { policy } = known;
    const contracts = await this.#contractsOf(session, works);
    const changes = works.map(changeOf);
    const referenceData = await this.#referenceDataOf(session, known, changes, contracts);
    const { computed, deltas, restates } = computeChanges(
      policy,
      changes,
      referenceData,
      contracts,
      await this.#withoutAccounts(session, changes, referenceData),
    );
    const assessed = works.map((work, index) => ({
      work,
      after: documentOf(work, defined(computed[index], 'every change is computed')),
    }));
    const accounts = await this.#accountsOf(session, policy, deltas);
    holdMoved(works, accounts, referenceData);
    const facts = assessed.map(({ work: { before }, after }) => ({ before, after }));
    await writeGuarded(this.#collections.facts, facts, 'guard', session);
    await writeGuarded(this.#collections.referenceData, referenceData.writes(), 'guard', session);
    await writeGuardedAtOnce(this.#collections.accounts, accounts, 'version', session);
    await this.#invalidate(session, referenceData, restates);
    const changed = accounts.map(({ after }) => after);
    const batch = await this.#events.publish(session, changed, referenceData, tracesOf(assessed));
    const dependencies = new Map(assessed.map(({ after }) => [after._id, allDependencies(after)]));
    return { batch, dependencies, invalidated: referenceData.invalidated };
  }

  /** Contracts in the batch count as they will be. */
  async #contractsOf(
    session: Session,
    works: readonly Work[],
  ): Promise<Map<string, KnownContract | undefined>> {
    const arriving = new Map<string, KnownContract>();
    const wanted: string[] = [];
    for (const { fact } of works) {
      if (fact.type === 'duixian.contract.v1') arriving.set(referenceKey.contract(fact.subject), fact);
      if (fact.type === 'duixian.receipt.v1') wanted.push(fact.data.registrationNo);
    }
    const missing = wanted.filter((registrationNo) => !arriving.has(referenceKey.contract(registrationNo)));
    return new Map([...(await loadContracts(this.#collections, missing, session)), ...arriving]);
  }

  async #referenceDataOf(
    session: Session,
    known: KnownPolicy,
    changes: readonly Change[],
    contracts: Contracts,
  ): Promise<ReferenceData> {
    const keys = keysNeeded(known.policy, changes, contracts);
    const loaded = await loadReferenceData(this.#collections, keys, parentsNamed(changes), session);
    await this.#mustBeInForce(session, known, loaded.get(referenceKey.policy)?.state);
    return new ReferenceData(loaded, contracts, this.#epoch);
  }

  /** The USCCs without accounts among those whose parent changes. */
  async #withoutAccounts(
    session: Session,
    changes: readonly Change[],
    referenceData: ReferenceData,
  ): Promise<ReadonlySet<Uscc>> {
    const moved = new Set(
      parentsNamed(changes).flatMap(({ uscc, parent }) =>
        referenceData.party(uscc).parent === parent ? [] : [uscc],
      ),
    );
    if (moved.size === 0) return moved;
    const options = { session, projection: { _id: 0, entity: 1 } } as const;
    const found = this.#collections.accounts.find(accountsOf(moved), options);
    for (const { entity } of await found.toArray()) moved.delete(entity);
    return moved;
  }

  /** If another policy was put in force, it is read, and the transaction begins again with it. */
  async #mustBeInForce(
    session: Session,
    { digest }: KnownPolicy,
    state: ReferenceState | undefined,
  ): Promise<void> {
    if (state?.kind === 'policy' && state.digest === digest) return;
    const { id } = await this.#inForce.read(session);
    throw new ConcurrentChange(`${id} was put in force in another form meanwhile`);
  }

  async #accountsOf(
    session: Session,
    policy: Policy,
    deltas: Deltas,
  ): Promise<{ before: AccountState | undefined; after: AccountState }[]> {
    if (deltas.byAccount.size === 0) return [];
    const { accounts } = this.#collections;
    const ids = [...deltas.byAccount.keys()];
    const found = await accounts.find({ _id: { $in: ids } }, { session }).toArray();
    const held = new Map(found.map((account) => [account._id, account]));
    return changedAccounts(policy, deltas, held, this.#epoch);
  }

  /** Stored in the same transaction as the change, so that dependent facts are found also after a crash. */
  async #invalidate(session: Session, referenceData: ReferenceData, restates: boolean): Promise<void> {
    const operations = [...referenceData.invalidated].map((key) => ({
      updateOne: {
        filter: { _id: key },
        update: {
          $max: { version: referenceData.versionOf(key), restates },
        },
        upsert: true,
      },
    }));
    if (operations.length > 0)
      await this.#collections.invalidations.bulkWrite(operations, { session, ordered: false });
  }
}

/**
 * While facts are recomputed under a policy that was put in force, an account adds up claims of both
 * policies: its entity is held, as when USCCs join or leave it, until no fact depends on the former one.
 */
function holdMoved(
  works: readonly Work[],
  accounts: readonly { readonly after: AccountState }[],
  referenceData: ReferenceData,
): void {
  const current = referenceData.versionOf(referenceKey.policy);
  const isMoving = works.some(({ before }) =>
    before?.leansAlone.some(({ key, version }) => key === referenceKey.policy && version < current),
  );
  if (!isMoving) return;
  for (const { entity } of accounts.map(({ after }) => after))
    if (!referenceData.party(entity).isRestating) referenceData.retell(entity, { isRestating: true });
}

function changeOf({ before, fact, received }: Work): Change {
  const former = received && before ? heldFact(before) : undefined;
  return { fact, isReceived: received !== undefined, before: former, claims: before?.claims ?? [] };
}

function documentOf(
  { before, fact, received }: Work,
  { claims, dependencies }: { claims: Claim[]; dependencies: Dependency[] },
): FactDocument {
  return {
    _id: recordId(fact.type, fact.subject),
    version: fact.version,
    guard: (before?.guard ?? 0n) + 1n,
    state: received ? new Binary(received.payload) : defined(before, 'what was not heard now is held').state,
    ...(claims.length > 0 && { claims }),
    leans: dependencies.filter(({ key }) => needsIndex(key)),
    leansAlone: dependencies.filter(({ key }) => !needsIndex(key)),
  };
}

/** An entity's event continues the trace of the last fact that changed what it is due, or its holds. */
function tracesOf(assessed: readonly Assessed[]): Map<Uscc, string> {
  const traces = new Map<Uscc, string>();
  for (const { work, after } of assessed) {
    const traceparent = work.received?.traceparent;
    if (traceparent === undefined) continue;
    for (const { entity } of [...(work.before?.claims ?? []), ...(after.claims ?? [])])
      traces.set(entity, traceparent);
    if (work.fact.type === 'duixian.party.v1') traces.set(work.fact.subject, traceparent);
  }
  return traces;
}
