import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { messageOf } from './failure.ts';
import type { Logger } from './logger.ts';
import type { Nats } from './nats/connection.ts';
import { natsMessage, natsMessages, type Outbox, type OutboxBatch, type OutboxMessage } from './outbox.ts';

/** A document outlives its publication by twice the server's sync interval of 1 s, and a little. */
const KEPT_AFTER_PUBLICATION_MS = 3_000;
/** A document this old that nobody deleted was left by a process that died, or by a publication that failed. */
const ABANDONED_MS = 5_000;
const SWEEP_INTERVAL_MS = 1_000;
/** While NATS is away batches wait in the database, not in memory. */
const MAX_QUEUED_BATCHES = 64;

type Document = OutboxBatch[number];

/** When a document was published, and how often the connection had been lost by then. */
type Publication = { readonly at: number; readonly timesLost: number };

/**
 * Publishes what transactions put into the outbox: from memory right after commit, and from the database whatever
 * could not be published then or was left by a process that died. What is published twice does no harm.
 */
export class Relay {
  readonly #outbox: Outbox;
  readonly #nats: Nats;
  readonly #log: Logger;
  readonly #publications = new Map<string, Publication>();
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
    this.#nats.onReconnect(() => void this.#sweepAll());
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
    const at = new Date();
    await this.#nats.publisher.publish(messages.map((message) => natsMessage(message, randomUUID(), at)));
  }

  /** Events that are stored and not yet acknowledged by NATS. */
  async countUnpublished(): Promise<bigint> {
    const [sum] = await this.#outbox.collection
      .aggregate<{ count: number }>([
        { $match: { _id: { $nin: this.#published().map(objectId) } } },
        { $group: { _id: null, count: { $sum: '$count' } } },
      ])
      .toArray();
    return BigInt(sum?.count ?? 0);
  }

  async #publishDocument(document: Document): Promise<void> {
    const id = String(document._id);
    const timesLost = this.#nats.timesLost();
    try {
      await this.#nats.publisher.publish(natsMessages(document));
      this.#publications.set(id, { at: Date.now(), timesLost });
    } catch (error) {
      this.#log.warn({ reason: messageOf(error) }, 'events could not be published; they wait in the outbox');
    } finally {
      this.#underWay.delete(id);
    }
  }

  /** A server that was away may have lost what it had not synced: all that is left is published again. */
  async #sweepAll(): Promise<void> {
    await this.#sweeping;
    this.#sweepSoon(0);
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
    if (!this.#nats.isConnected()) return;
    await this.#forget();
    const known = [...this.#published(), ...this.#underWay].map(objectId);
    const before = new Date(Date.now() - olderThanMs);
    const left = this.#outbox.collection
      .find({ _id: { $nin: known }, at: { $lte: before } })
      .sort({ _id: 1 });
    for await (const document of left) {
      if (this.#stopped || this.#underWay.has(String(document._id))) continue;
      await this.#publishDocument(document);
      if (!this.#isPublished(String(document._id))) return;
    }
  }

  /**
   * Deletes documents whose publication is old enough to be on the server's disk: the server has lived since, on the same
   * connection, and long enough to sync.
   */
  async #forget(): Promise<void> {
    const before = Date.now() - KEPT_AFTER_PUBLICATION_MS;
    const old = this.#published().filter((id) => (this.#publications.get(id)?.at ?? Infinity) < before);
    if (old.length === 0) return;
    await this.#nats.mustAnswer();
    const synced = old.filter((id) => this.#isPublished(id));
    await this.#outbox.collection.deleteMany({ _id: { $in: synced.map(objectId) } });
    for (const id of synced) this.#publications.delete(id);
  }

  /** Documents that the server holds, as far as anybody can know. */
  #published(): string[] {
    return [...this.#publications.keys()].filter((id) => this.#isPublished(id));
  }

  #isPublished(id: string): boolean {
    return this.#publications.get(id)?.timesLost === this.#nats.timesLost();
  }
}

function objectId(id: string): mongoose.Types.ObjectId {
  return new mongoose.Types.ObjectId(id);
}
