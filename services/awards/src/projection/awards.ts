import type { PublishedFact } from '@duixian/facts';
import { DeadLetters, type MessageOutcome, type Received, type Relay } from '@duixian/messaging';
import { recordId } from '@duixian/register';
import {
  type Database,
  kindOf,
  messageOf,
  readTogether,
  SerialQueue,
  type Session,
  transact,
} from '@duixian/runtime';
import { allDependencies, type Dependency } from '../domain/dependencies.ts';
import { isContractKey } from '../domain/reference-key.ts';
import type { Collections, FactDocument } from '../store/collections.ts';
import { heldFact } from '../store/held-fact.ts';
import type { Projected, Projection } from './projection.ts';
import { SetAside, versionsNow } from './set-aside.ts';
import type { Work } from './work.ts';

/** A fact as it was received, with its bytes. */
export type ReceivedFact = { readonly fact: PublishedFact; readonly payload: Uint8Array };

type Dependencies = ReadonlyMap<string, readonly Dependency[]>;

/** Above this many receipts of the contracts of a batch, a stored invalidation takes over. */
const MAX_RECEIPTS = 500;

/**
 * Receives facts, and recomputes facts that depend on what changed. Snapshot isolation lets two transactions
 * miss each other, one computing with what the other changes; so after each commit, and before anything is
 * acknowledged, the versions that the claims depend on are read again. Claims with a changed version are
 * recomputed, until no version differs.
 */
export class Awards {
  readonly #database: Database;
  readonly #relay: Relay;
  readonly #collections: Collections;
  readonly #projection: Projection;
  readonly #setAside: SetAside;
  readonly #queue = new SerialQueue();
  #invalidated: () => void = () => {};

  constructor(
    { database, relay }: { database: Database; relay: Relay },
    collections: Collections,
    projection: Projection,
  ) {
    this.#database = database;
    this.#relay = relay;
    this.#collections = collections;
    this.#projection = projection;
    this.#setAside = new SetAside(collections, new DeadLetters(database));
  }

  /** Called after each commit that raised reference data: invalidations wait. */
  onInvalidated(onInvalidated: () => void): void {
    this.#invalidated = onInvalidated;
  }

  /** Something other than facts raised reference data. */
  invalidated(): void {
    this.#invalidated();
  }

  /** Answers after everything in the messages is durable and consistent. */
  receive(messages: readonly Received<ReceivedFact>[]): Promise<MessageOutcome[]> {
    return this.#queue.run(async () => {
      const received = await this.#commit((session) => this.#receive(session, messages));
      const failed = await this.#agree(await this.#outdated(received));
      return received.outcomes.map((outcome, index) => {
        const fact = messages[index]?.message.fact;
        const dead = fact && failed.get(idOf(fact));
        return dead === undefined ? outcome : { dead };
      });
    });
  }

  /** Recomputes facts in their current state. */
  async recompute(ids: readonly string[]): Promise<void> {
    await this.#queue.run(() => this.#agree(ids));
  }

  async #commit<Result extends Projected>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const result = await transact(this.#database, work);
    void this.#relay.publish(result.batch);
    if (result.invalidated.size > 0) this.#invalidated();
    return result;
  }

  async #receive(session: Session, messages: readonly Received<ReceivedFact>[]) {
    const held = await this.#held(session, new Set(messages.map(({ message }) => idOf(message.fact))));
    const works = new Map<string, Work>();
    for (const { message, traceparent } of messages) {
      const { fact, payload } = message;
      const id = idOf(fact);
      const before = held.get(id);
      const newest = works.get(id)?.fact.version ?? before?.version ?? 0n;
      if (fact.version > newest) works.set(id, { before, fact, received: { payload, traceparent } });
    }
    const projected = await this.#projection.project(session, [...works.values()]);
    const contracts = new Map<string, bigint>();
    for (const id of messages.map(({ message }) => idOf(message.fact))) {
      const version = works.get(id)?.fact.version ?? held.get(id)?.version;
      if (isContractKey(id) && version !== undefined) contracts.set(id, version);
    }
    const standing = [...held].map(([id, document]) => [id, allDependencies(document)] as const);
    const outcomes = messages.map(
      ({ message: { fact } }): MessageOutcome =>
        works.get(idOf(fact))?.fact === fact ? 'done' : 'duplicate',
    );
    return {
      ...projected,
      dependencies: new Map([...standing, ...projected.dependencies]),
      contracts,
      outcomes,
    };
  }

  /**
   * Recomputes until every fact depends on current versions. A fact that cannot be recomputed is set aside;
   * answers the reason for each of those.
   */
  async #agree(ids: readonly string[]): Promise<Map<string, string>> {
    const failed = new Map<string, string>();
    let outdated = [...new Set(ids)];
    while (outdated.length > 0) outdated = await this.#moved(await this.#recomputeAll(outdated, failed));
    return failed;
  }

  /**
   * Divides into halves if something is broken or it is too much at once, so that only the broken fact itself
   * is left.
   */
  async #recomputeAll(ids: readonly string[], failed: Map<string, string>): Promise<Dependencies> {
    try {
      return (await this.#commit((session) => this.#recompute(session, ids))).dependencies;
    } catch (error) {
      const kind = kindOf(error);
      const isBroken = kind === 'defect' || kind === 'permanent';
      if (!isBroken && (kind !== 'out-of-time' || ids.length === 1)) throw error;
      if (ids.length === 1) {
        for (const id of ids) failed.set(id, await this.#setAside.keep(id, messageOf(error)));
        return new Map();
      }
      const middle = Math.ceil(ids.length / 2);
      const first = await this.#recomputeAll(ids.slice(0, middle), failed);
      return new Map([...first, ...(await this.#recomputeAll(ids.slice(middle), failed))]);
    }
  }

  async #recompute(session: Session, ids: readonly string[]): Promise<Projected> {
    const held = await this.#held(session, new Set(ids));
    const works = [...held.values()].map(
      (before): Work => ({ before, fact: heldFact(before), received: undefined }),
    );
    return this.#projection.project(session, works);
  }

  /** The facts with a dependency that has another version by now. */
  async #moved(dependencies: Dependencies): Promise<string[]> {
    if (dependencies.size === 0) return [];
    return movedSince(dependencies, await versionsNow(this.#collections, keysOf(dependencies)));
  }

  /** The same of facts that were received, and the receipts that were computed without their contracts. */
  async #outdated({
    dependencies,
    contracts,
  }: {
    readonly dependencies: Dependencies;
    readonly contracts: ReadonlyMap<string, bigint>;
  }): Promise<string[]> {
    if (contracts.size === 0) return this.#moved(dependencies);
    const { facts, referenceData } = this.#collections;
    const keys = keysOf(dependencies);
    const [receipts, references] = await readTogether(
      {
        from: facts,
        filter: { 'leans.key': { $in: [...contracts.keys()] } },
        projection: { leans: 1 },
        limit: MAX_RECEIPTS,
      },
      { from: referenceData, filter: { _id: { $in: keys } }, projection: { version: 1 } },
    );
    const now = await versionsNow(this.#collections, keys.filter(isContractKey));
    for (const { _id, version } of references) now.set(_id, version);
    return [...movedSince(dependencies, now), ...(await this.#outdatedReceipts(contracts, receipts))];
  }

  /** The receipts that were computed with an older state of these contracts, or before any was known. */
  async #outdatedReceipts(
    contracts: ReadonlyMap<string, bigint>,
    receipts: readonly Pick<FactDocument, '_id' | 'leans'>[],
  ): Promise<string[]> {
    const { invalidations } = this.#collections;
    if (receipts.length === MAX_RECEIPTS) {
      const operations = [...contracts].map(([key, version]) => ({
        updateOne: { filter: { _id: key }, update: { $max: { version, restates: false } }, upsert: true },
      }));
      await invalidations.bulkWrite(operations, { ordered: false });
      this.#invalidated();
    }
    return receipts.flatMap(({ _id, leans }) =>
      leans.some(({ key, version }) => version < (contracts.get(key) ?? 0n)) ? [_id] : [],
    );
  }

  async #held(session: Session, ids: ReadonlySet<string>): Promise<Map<string, FactDocument>> {
    const found = await this.#collections.facts.find({ _id: { $in: [...ids] } }, { session }).toArray();
    return new Map(found.map((document) => [document._id, document]));
  }
}

function keysOf(dependencies: Dependencies): string[] {
  return [...new Set([...dependencies.values()].flatMap((leans) => leans.map(({ key }) => key)))];
}

function movedSince(dependencies: Dependencies, now: ReadonlyMap<string, bigint>): string[] {
  return [...dependencies].flatMap(([id, leans]) =>
    leans.some(({ key, version }) => version !== (now.get(key) ?? 0n)) ? [id] : [],
  );
}

function idOf({ type, subject }: PublishedFact): string {
  return recordId(type, subject);
}
