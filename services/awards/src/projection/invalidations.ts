import type { Relay } from '@duixian/messaging';
import { type Background, BatchSize, type Database, type Logger, PeriodicTask } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { allDependencies } from '../domain/dependencies.ts';
import { needsIndex, onlyFactOn, referenceKey } from '../domain/reference-key.ts';
import type { Collections, FactDocument, InvalidationDocument } from '../store/collections.ts';
import type { Awards } from './awards.ts';
import type { EntitlementEvents } from './entitlement-events.ts';
import { countPending, outdatedBy } from './outdated-facts.ts';
import { releaseSome } from './release.ts';
import { isSetAside } from './set-aside.ts';

/** While something has to wait for another process. */
const INTERVAL_MS = 1_000;
/** What a process that died left behind is found so late at most; this process is woken by its own work. */
const AT_REST_MS = 5_000;
/** Facts in one transaction. */
const CHUNK = 500;
const MAX_TOGETHER = 200;
const PAUSE = { firstMs: INTERVAL_MS, longestMs: 30_000 };

type DependentFact = Pick<FactDocument, '_id' | 'leans' | 'leansAlone' | 'setAside'>;

/**
 * Works off stored invalidations: recomputes, chunk by chunk, every fact that depends on a version older than
 * the current one. It needs no cursor, because a recomputed fact depends on the current version and is not
 * found again; so it continues after a crash, and two processes doing it do no harm.
 */
export class Invalidations implements Background {
  readonly #collections: Collections;
  readonly #awards: Awards;
  readonly #events: EntitlementEvents;
  readonly #runtime: { readonly database: Database; readonly relay: Relay; readonly log: Logger };
  readonly #epoch: bigint;
  readonly #task: PeriodicTask;
  #isStopped = false;

  constructor(
    collections: Collections,
    awards: Awards,
    events: EntitlementEvents,
    runtime: { database: Database; relay: Relay; log: Logger },
    epoch: bigint,
  ) {
    this.#collections = collections;
    this.#awards = awards;
    this.#events = events;
    this.#runtime = runtime;
    this.#epoch = epoch;
    this.#task = new PeriodicTask(
      {
        ...{ name: 'invalidations', everyMs: INTERVAL_MS, startsAtOnce: true, pause: PAUSE },
        failure: 'what depends on a change could not be recomputed; retrying',
        log: runtime.log,
      },
      () => this.#work(),
    );
  }

  start(): void {
    this.#awards.onInvalidated(() => this.#task.wake());
    this.#task.start();
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#task.stop();
  }

  countPending(): Promise<bigint> {
    return countPending(this.#collections);
  }

  async #work(): Promise<number | undefined> {
    for (;;) {
      const invalidations = await this.#collections.invalidations
        .find()
        .sort({ _id: 1 })
        .limit(MAX_TOGETHER)
        .toArray();
      if (invalidations.length === 0 || this.#isStopped) break;
      await this.#workOff(invalidations);
    }
    return (await this.#release()) ? AT_REST_MS : undefined;
  }

  /** Many small invalidations are processed together; a large one by itself. */
  async #workOff(invalidations: readonly InvalidationDocument[]): Promise<void> {
    const versions = new Map(invalidations.map(({ _id, version }) => [_id, version]));
    const dependents = versions.has(referenceKey.policy)
      ? undefined
      : await this.#dependingOn([...versions.keys()]);
    if (dependents === undefined) {
      for (const invalidation of invalidations) await this.#workOffAlone(invalidation);
      return;
    }
    const outdated = dependents.filter((fact) =>
      allDependencies(fact).some(({ key, version }) => {
        const current = versions.get(key) ?? 0n;
        return version < current && !isSetAside(fact, { key, version: current });
      }),
    );
    if (outdated.length > 0) await this.#awards.recompute(outdated.map(({ _id }) => _id));
    await this.#forget(invalidations);
  }

  /** Undefined if there are more than fit into one transaction. */
  async #dependingOn(keys: readonly string[]): Promise<DependentFact[] | undefined> {
    const { facts } = this.#collections;
    const options = { projection: { leans: 1, leansAlone: 1, setAside: 1 } };
    const ids = keys.flatMap((key) => onlyFactOn(key) ?? []);
    const named = ids.length > 0 ? await facts.find({ _id: { $in: ids } }, options).toArray() : [];
    const found = await facts
      .find({ 'leans.key': { $in: keys.filter(needsIndex) } }, options)
      .limit(CHUNK)
      .toArray();
    return found.length < CHUNK ? [...named, ...found] : undefined;
  }

  async #workOffAlone(invalidation: InvalidationDocument): Promise<void> {
    let after = '';
    for (;;) {
      if (this.#isStopped) return;
      const outdated = await this.#outdatedAfter(invalidation, after);
      if (outdated.length === 0) return this.#forget([invalidation]);
      await this.#awards.recompute(outdated.map(({ _id }) => _id));
      // With an index, a recomputed fact is not found again; without one, all facts are scanned once.
      if (invalidation._id === referenceKey.policy) after = outdated.at(-1)?._id ?? after;
    }
  }

  #outdatedAfter(invalidation: InvalidationDocument, after: string): Promise<{ _id: string }[]> {
    const found = this.#collections.facts.find(outdatedBy(invalidation, after), { projection: { _id: 1 } });
    return (invalidation._id === referenceKey.policy ? found.sort({ _id: 1 }) : found).limit(CHUNK).toArray();
  }

  /** Unless it was raised meanwhile. */
  async #forget(invalidations: readonly InvalidationDocument[]): Promise<void> {
    const operations = invalidations.map(({ _id, version, restates }) => ({
      deleteOne: { filter: { _id, version, restates } },
    }));
    await this.#collections.invalidations.bulkWrite(operations, { ordered: false });
  }

  /**
   * When no account moves between entities any more, all held entities are published whole. Answers whether none is
   * held then.
   */
  async #release(): Promise<boolean> {
    const { database, relay } = this.#runtime;
    const size = new BatchSize(LIMITS.entitiesReleasedTogether.most);
    while (await this.#collections.referenceData.findOne({ 'state.isRestating': true })) {
      if (this.#isStopped) return false;
      try {
        const batch = await releaseSome(this.#collections, this.#events, database, this.#epoch, size.now);
        if (!batch) return false;
        void relay.publish(batch);
        size.succeeded();
      } catch (error) {
        if (!size.shrinksAfter(error)) throw error;
      }
    }
    return true;
  }
}
