import {
  type Background,
  type Database,
  DatabaseClock,
  type Logger,
  messageOf,
  PeriodicTask,
  type StoredKind,
} from '@duixian/runtime';
import type { Collection } from 'mongodb';
import type { RunningConsumer } from './consumer.ts';
import { KEPT_MS } from './nats/streams.ts';

const CHECK_MS = 600_000;
/** A little less than the retention of streams, because the check is periodic: a needless alarm is better than none. */
const GAP_MS = KEPT_MS - 2 * CHECK_MS;

/** NATS or the database is away: until it is known, no consumer counts as caught up. */
const UNKNOWN = 'the positions of consumers are not known';

type PositionDocument = {
  /** Name of a consumer. */
  readonly _id: string;
  /** When it last had no message pending, by the clock of the database. */
  readonly caughtUpAt: Date;
  /**
   * Since then the consumer was away for longer than streams retain messages, and nothing was republished; null: no
   * gap.
   */
  readonly gapSince: Date | null;
};

export const CONSUMER_POSITIONS: StoredKind = { collection: 'consumerPositions', version: 1 };

/**
 * Streams retain messages for some days. A consumer that was away for longer cannot know which messages expired before it
 * received them, so the gap is stored and reported until everything is republished.
 */
export class RetentionGaps implements Background {
  readonly #collection: Collection<PositionDocument>;
  readonly #database: Database;
  readonly #consumers: readonly RunningConsumer[];
  readonly #log: Logger;
  readonly #checks: PeriodicTask;
  #clock: DatabaseClock | undefined;

  constructor(database: Database, consumers: readonly RunningConsumer[], log: Logger) {
    this.#collection = database.collection<PositionDocument>(CONSUMER_POSITIONS.collection);
    this.#database = database;
    this.#consumers = consumers;
    this.#log = log;
    this.#checks = new PeriodicTask(
      { name: 'retention-gaps', everyMs: CHECK_MS, failure: UNKNOWN, log },
      () => this.#checkAll(),
    );
  }

  /** The first check comes before anything is consumed: consuming what is left would hide the gap. */
  async start(): Promise<void> {
    if (this.#consumers.length === 0) return;
    this.#clock = await DatabaseClock.open(this.#database);
    await this.#checkAll().catch((error: unknown) => this.#log.debug({ reason: messageOf(error) }, UNKNOWN));
    this.#checks.start();
  }

  stop(): Promise<void> {
    return this.#checks.stop();
  }

  /** Where the longest gap begins; undefined: there is none. */
  async gapSince(): Promise<Date | undefined> {
    const [longest] = await this.#collection
      .find({ gapSince: { $ne: null } })
      .sort({ gapSince: 1 })
      .limit(1)
      .toArray();
    return longest?.gapSince ?? undefined;
  }

  /** Called after everything that could be missing was published again. */
  async close(): Promise<void> {
    await this.#collection.updateMany({ gapSince: { $ne: null } }, { $set: { gapSince: null } });
  }

  async #checkAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const consumer of this.#consumers)
      await this.#check(consumer).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }

  async #check(consumer: RunningConsumer): Promise<void> {
    const { name: _id } = consumer;
    const before = await this.#collection.findOne({ _id });
    const now = this.#clock?.now() ?? new Date();
    const isCaughtUp = (await consumer.countPending()) === 0n;
    const hasGap = before !== null && now.getTime() - before.caughtUpAt.getTime() > GAP_MS;
    if (hasGap && before.gapSince === null)
      this.#log.error(
        { consumer: _id, since: before.caughtUpAt },
        'this service was away for longer than NATS retains messages, and may have missed some: ./duixian republish publishes everything again',
      );
    // A new consumer gets everything that its stream holds.
    const caughtUpAt = isCaughtUp || before === null ? now : before.caughtUpAt;
    const gapSince = before?.gapSince ?? (hasGap ? before.caughtUpAt : null);
    await this.#collection.updateOne({ _id }, { $set: { caughtUpAt, gapSince } }, { upsert: true });
  }
}
