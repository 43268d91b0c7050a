import mongoose from 'mongoose';
import { messageOf } from './failure.ts';
import type { Logger } from './logger.ts';
import type { Nats } from './nats/connection.ts';
import { natsHeaders, type Outbox, type OutboxBatch, type OutboxMessage, storedMessage } from './outbox.ts';

/** A document outlives its publication by twice the server's sync interval of 1 s, and a little. */
const KEPT_AFTER_PUBLICATION_MS = 3_000;
/** A document this old that nobody deleted was left by a process that died, or by a publication that failed. */
const ABANDONED_MS = 5_000;
const SWEEP_INTERVAL_MS = 1_000;
/** While NATS is away batches wait in the database, not in memory. */
const MAX_QUEUED_BATCHES = 64;

type Document = OutboxBatch[number];

/**
 * Publishes what transactions put into the outbox: from memory right after commit, and from the database whatever
 * could not be published then or was left by a process that died. What is published twice does no harm.
 */
export class Relay {
  readonly #outbox: Outbox;
  readonly #nats: Nats;
  readonly #log: Logger;
  readonly #publishedAt = new Map<string, number>();
  readonly #underWay = new Set<string>();
  #lane: Promise<void> = Promise.resolve();
  #queued = 0;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;

  constructor(outbox: Outbox, nats: Nats, log: Logger) {
    this.#outbox = outbox;
    this.#nats = nats;
    this.#log = log;
  }

  /** Publishes everything that is left from before, then keeps sweeping. */
  start(): void {
    this.#nats.onReconnect(() => this.#sweepSoon(0));
    this.#sweepSoon(0);
    this.#timer = setInterval(() => this.#sweepSoon(ABANDONED_MS), SWEEP_INTERVAL_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#sweeping;
    await this.#lane;
  }

  /** After commit, in order with the batches before. Never fails: what could not go stays in the outbox. */
  publish(batch: OutboxBatch): Promise<void> {
    if (batch.length === 0) return Promise.resolve();
    if (this.#queued >= MAX_QUEUED_BATCHES || !this.#nats.isConnected()) return Promise.resolve();
    this.#queued++;
    for (const document of batch) this.#underWay.add(String(document._id));
    this.#lane = this.#lane.then(async () => {
      for (const document of batch) await this.#publishDocument(document);
      this.#queued--;
    });
    return this.#lane;
  }

  /** Publishes without an outbox document: for states that can be published again at any time. */
  async publishDirectly(messages: readonly OutboxMessage[]): Promise<void> {
    await this.#send(messages.map(storedMessage));
  }

  /** Events that are stored and not yet acknowledged by NATS. */
  async countUnpublished(): Promise<bigint> {
    const published = [...this.#publishedAt.keys()].map((id) => new mongoose.Types.ObjectId(id));
    const [sum] = await this.#outbox.collection
      .aggregate<{ count: number }>([
        { $match: { _id: { $nin: published } } },
        { $group: { _id: null, count: { $sum: '$count' } } },
      ])
      .toArray();
    return BigInt(sum?.count ?? 0);
  }

  async #publishDocument(document: Document): Promise<void> {
    const id = String(document._id);
    try {
      await this.#send(document.messages);
      this.#publishedAt.set(id, Date.now());
    } catch (error) {
      this.#log.warn({ reason: messageOf(error) }, 'events could not be published; they wait in the outbox');
    } finally {
      this.#underWay.delete(id);
    }
  }

  async #send(messages: Document['messages']): Promise<void> {
    await Promise.all(
      messages.map(({ subject, headers, payload }) =>
        this.#nats.jetstream.publish(subject, payload.buffer, {
          headers: natsHeaders(headers),
          timeout: 5_000,
        }),
      ),
    );
  }

  #sweepSoon(olderThanMs: number): void {
    if (this.#stopped || this.#sweeping) return;
    this.#sweeping = this.#sweep(olderThanMs)
      .catch((error: unknown) =>
        this.#log.warn({ reason: messageOf(error) }, 'the outbox could not be swept'),
      )
      .finally(() => {
        this.#sweeping = undefined;
      });
  }

  async #sweep(olderThanMs: number): Promise<void> {
    await this.#forget(KEPT_AFTER_PUBLICATION_MS);
    if (!this.#nats.isConnected()) return;
    const known = [...this.#publishedAt.keys(), ...this.#underWay].map(
      (id) => new mongoose.Types.ObjectId(id),
    );
    const before = new Date(Date.now() - olderThanMs);
    const left = this.#outbox.collection
      .find({ _id: { $nin: known }, at: { $lte: before } })
      .sort({ _id: 1 });
    for await (const document of left) {
      if (this.#stopped || this.#underWay.has(String(document._id))) continue;
      await this.#publishDocument(document);
      if (!this.#publishedAt.has(String(document._id))) return;
    }
  }

  /** Deletes documents whose publication is old enough to be on the server's disk. */
  async #forget(keptMs: number): Promise<void> {
    const old = [...this.#publishedAt].filter(([, at]) => Date.now() - at > keptMs).map(([id]) => id);
    if (old.length === 0) return;
    await this.#outbox.collection.deleteMany({
      _id: { $in: old.map((id) => new mongoose.Types.ObjectId(id)) },
    });
    for (const id of old) this.#publishedAt.delete(id);
  }
}
