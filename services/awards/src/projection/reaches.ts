import {
  type Background,
  type Database,
  type Logger,
  messageOf,
  type Relay,
  transact,
  writeGuarded,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type mongoose from 'mongoose';
import { contextKey, needsIndex, onlyFactOn, usccOf } from '../domain/context-key.ts';
import { Contexts } from '../domain/contexts.ts';
import type { Collections, FactDocument, ReachDocument } from '../store/collections.ts';
import type { Awards } from './awards.ts';
import type { EntitlementEvents } from './entitlement-events.ts';

const INTERVAL_MS = 1_000;
/** Facts in one transaction. */
const CHUNK = 500;
const MAX_TOGETHER = 200;
const MAX_COUNTED = 100_000;

type LeaningFact = Pick<FactDocument, '_id' | 'leans' | 'leansAlone'>;

/**
 * Works off stored reaches: computes anew, chunk by chunk, every fact that leans on an older version than stands. Needs
 * no cursor, for what was computed anew leans on what stands and is not found again; so it goes on after a crash, and two
 * processes at it do no harm.
 */
export class Reaches implements Background {
  readonly #collections: Collections;
  readonly #awards: Awards;
  readonly #events: EntitlementEvents;
  readonly #runtime: { readonly database: Database; readonly relay: Relay; readonly log: Logger };
  readonly #epoch: bigint;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #isAskedAgain = false;
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
  }

  start(): void {
    this.#awards.onRaised(() => this.#workSoon());
    this.#timer = setInterval(() => this.#workSoon(), INTERVAL_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#working;
  }

  /** The facts that are still to be computed anew; 0 where everything leans on what stands, and no hold is left. */
  async countPending(): Promise<bigint> {
    let pending = 0;
    for await (const reach of this.#collections.reaches.find()) {
      const stale = pending < MAX_COUNTED ? await this.#countStale(reach) : 0;
      pending += Math.max(stale, 1);
    }
    const restating = await this.#collections.contexts.countDocuments({ 'state.isRestating': true });
    return BigInt(pending + restating);
  }

  #workSoon(): void {
    this.#isAskedAgain = true;
    if (this.#working || this.#isStopped) return;
    this.#working = this.#work()
      .catch((error: unknown) =>
        this.#runtime.log.warn(
          { reason: messageOf(error) },
          'what leans on a change could not be computed anew; it is tried again',
        ),
      )
      .finally(() => {
        this.#working = undefined;
      });
  }

  async #work(): Promise<void> {
    while (this.#isAskedAgain && !this.#isStopped) {
      this.#isAskedAgain = false;
      for (;;) {
        const reaches = await this.#collections.reaches.find().sort({ _id: 1 }).limit(MAX_TOGETHER).toArray();
        if (reaches.length === 0 || this.#isStopped) break;
        await this.#workOff(reaches);
      }
      await this.#release();
    }
  }

  /** Many that reach little go together; one that reaches far goes by itself. */
  async #workOff(reaches: readonly ReachDocument[]): Promise<void> {
    const versions = new Map(reaches.map(({ _id, version }) => [_id, version]));
    const leaning = versions.has(contextKey.policy) ? undefined : await this.#leaningOn([...versions.keys()]);
    if (leaning === undefined) {
      for (const reach of reaches) await this.#workOffAlone(reach);
      return;
    }
    const stale = leaning.filter(({ leans, leansAlone }) =>
      [...leans, ...leansAlone].some(({ key, version }) => version < (versions.get(key) ?? 0n)),
    );
    if (stale.length > 0) await this.#awards.recompute(stale.map(({ _id }) => _id));
    await this.#forget(reaches);
  }

  /** Undefined where there are more than go into one transaction. */
  async #leaningOn(keys: readonly string[]): Promise<LeaningFact[] | undefined> {
    const { facts } = this.#collections;
    const options = { projection: { leans: 1, leansAlone: 1 } };
    const ids = keys.flatMap((key) => onlyFactOn(key) ?? []);
    const named = ids.length > 0 ? await facts.find({ _id: { $in: ids } }, options).toArray() : [];
    const found = await facts
      .find({ 'leans.key': { $in: keys.filter(needsIndex) } }, options)
      .limit(CHUNK)
      .toArray();
    return found.length < CHUNK ? [...named, ...found] : undefined;
  }

  async #workOffAlone(reach: ReachDocument): Promise<void> {
    let after = '';
    for (;;) {
      if (this.#isStopped) return;
      const stale = await this.#staleAfter(reach, after);
      if (stale.length === 0) return this.#forget([reach]);
      await this.#awards.recompute(stale.map(({ _id }) => _id));
      // With an index what was computed anew is not found again; without one, all facts are gone through once.
      if (reach._id === contextKey.policy) after = stale.at(-1)?._id ?? after;
    }
  }

  #staleAfter(reach: ReachDocument, after: string): Promise<{ _id: string }[]> {
    const found = this.#collections.facts.find(staleFor(reach, after), { projection: { _id: 1 } });
    return (reach._id === contextKey.policy ? found.sort({ _id: 1 }) : found).limit(CHUNK).toArray();
  }

  /** Unless it was raised meanwhile. */
  async #forget(reaches: readonly ReachDocument[]): Promise<void> {
    const operations = reaches.map(({ _id, version, restates }) => ({
      deleteOne: { filter: { _id, version, restates } },
    }));
    await this.#collections.reaches.bulkWrite(operations, { ordered: false });
  }

  /** When no account moves between entities any more, all entities that were held are published whole. */
  async #release(): Promise<void> {
    while (!this.#isStopped && (await this.#collections.contexts.findOne({ 'state.isRestating': true })))
      if (!(await this.#releaseSome())) return;
  }

  /**
   * Those that belong to another now go first: what an entity is due counts only when the books of its members are known,
   * so it names their versions. False where something moves again.
   */
  async #releaseSome(): Promise<boolean> {
    const { contexts, reaches, accounts } = this.#collections;
    const { database, relay } = this.#runtime;
    const batch = await transact(database, async (session) => {
      if (await reaches.findOne({ restates: true }, { session })) return undefined;
      const restating = { 'state.isRestating': true };
      const some = { session, limit: LIMITS.entitiesReleasedTogether.most };
      const branches = await contexts
        .find({ ...restating, 'state.parent': { $type: 'string' } }, some)
        .toArray();
      const held = branches.length > 0 ? branches : await contexts.find(restating, some).toArray();
      const usccs = held.map(({ _id }) => usccOf(_id));
      const released = new Contexts(
        new Map(held.map((context) => [context._id, context])),
        new Map(),
        this.#epoch,
      );
      for (const uscc of usccs) released.retell(uscc, { isRestating: false });
      await writeGuarded(contexts, released.writes(), 'guard', session);
      const all = await accounts.find({ entity: { $in: usccs } }, { session }).toArray();
      return this.#events.tell(session, all, released, new Map());
    });
    if (batch) void relay.publish(batch);
    return batch !== undefined;
  }

  #countStale(reach: ReachDocument): Promise<number> {
    return this.#collections.facts.countDocuments(staleFor(reach), { limit: MAX_COUNTED });
  }
}

function staleFor({ _id, version }: ReachDocument, after = ''): mongoose.mongo.Filter<FactDocument> {
  const older = { $elemMatch: { key: _id, version: { $lt: version } } };
  if (needsIndex(_id)) return { leans: older };
  const only = onlyFactOn(_id);
  return { _id: only ?? { $gt: after }, leansAlone: older };
}
