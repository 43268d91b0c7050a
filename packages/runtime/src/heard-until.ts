import type mongoose from 'mongoose';
import type { RunningConsumer } from './consumer.ts';
import type { Database } from './database.ts';
import { DatabaseClock } from './database-clock.ts';
import { messageOf } from './failure.ts';
import type { Logger } from './logger.ts';
import { KEPT_MS } from './nats/streams.ts';
import type { Background } from './open-service.ts';
import type { StoredKind } from './upgrades/stored-kind.ts';

const LOOK_MS = 600_000;
/** Somewhat less than streams keep, for it is looked only now and then: rather told once too often than never. */
const AWAY_MS = KEPT_MS - 2 * LOOK_MS;

type HeardDocument = {
  /** Name of a consumer. */
  readonly _id: string;
  /** Then nothing waited for it. */
  readonly until: Date;
  /** It was away since then for longer than streams keep messages, and nothing was said again since; null: it was not. */
  readonly awaySince: Date | null;
};

export const HEARD_UNTIL: StoredKind = { collection: 'heardUntil', version: 1 };

/**
 * Until when each consumer has heard all that is for it. Streams keep messages for some days: who was away for longer cannot
 * know what went unheard. That it was away is kept, and told until everything was said again.
 */
export class HeardUntil implements Background {
  readonly #collection: mongoose.mongo.Collection<HeardDocument>;
  readonly #database: Database;
  readonly #consumers: readonly RunningConsumer[];
  readonly #log: Logger;
  #clock: DatabaseClock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(database: Database, consumers: readonly RunningConsumer[], log: Logger) {
    this.#collection = database.collection(
      HEARD_UNTIL.collection,
    ) as unknown as mongoose.mongo.Collection<HeardDocument>;
    this.#database = database;
    this.#consumers = consumers;
    this.#log = log;
  }

  /** Before anything is consumed: what waits then says nothing yet of when it was heard. */
  async start(): Promise<void> {
    if (this.#consumers.length === 0) return;
    this.#clock = await DatabaseClock.open(this.#database);
    await this.#look();
    this.#timer = setInterval(() => {
      this.#looking = this.#look();
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Since when a consumer was away for longer than messages are kept; undefined: none was. */
  async awaySince(): Promise<Date | undefined> {
    const [longest] = await this.#collection
      .find({ awaySince: { $ne: null } })
      .sort({ awaySince: 1 })
      .limit(1)
      .toArray();
    return longest?.awaySince ?? undefined;
  }

  /** Everything was said again to whoever was away. */
  async saidAgain(): Promise<void> {
    await this.#collection.updateMany({ awaySince: { $ne: null } }, { $set: { awaySince: null } });
  }

  async #look(): Promise<void> {
    for (const consumer of this.#consumers)
      await this.#lookAt(consumer).catch((error: unknown) =>
        // NATS or the database is away: then it has heard nothing meanwhile.
        this.#log.debug(
          { consumer: consumer.name, reason: messageOf(error) },
          'nobody knows what it has heard',
        ),
      );
  }

  async #lookAt(consumer: RunningConsumer): Promise<void> {
    const { name: _id } = consumer;
    const before = await this.#collection.findOne({ _id });
    const now = this.#clock?.now() ?? new Date();
    const hasAll = (await consumer.countPending()) === 0n;
    const wasAway = before !== null && now.getTime() - before.until.getTime() > AWAY_MS;
    const awaySince = before?.awaySince ?? (wasAway ? before.until : null);
    if (wasAway && before.awaySince === null)
      this.#log.error(
        { consumer: _id, since: before.until },
        'it was away for longer than NATS keeps messages, and may have missed some: have everything said again (./duixian republish)',
      );
    // Who begins is given all that its stream holds.
    const until = hasAll || before === null ? now : before.until;
    await this.#collection.updateOne({ _id }, { $set: { until, awaySince } }, { upsert: true });
  }
}
