import { randomUUID } from 'node:crypto';
import { type Logger, messageOf, PeriodicTask, RpcError, rpcStatus } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { ObjectId } from 'mongodb';
import type { Nats } from './nats/connection.ts';
import { NeverTaken, NoStream } from './nats/publisher.ts';
import type { StorageMark } from './nats/storage-marks.ts';
import { natsMessage, natsMessages, type Outbox, type OutboxBatch, type OutboxMessage } from './outbox.ts';
import { Postponed } from './postponed.ts';

/** Twice the server's sync interval of 1 s, plus a margin. */
const SYNCED_AFTER_MS = 3_000;
/**
 * A server that lost its power is not back sooner. So a mark that is set later than this after an acknowledgement
 * proves nothing about the message: the server may have lost the message in between, and then have stored the mark.
 */
const MARKED_WITHIN_MS = 5_000;
/** A document that nobody deleted for this long was left by a process that died, or by a publication that failed. */
const ABANDONED_MS = 7_000;
const SWEEP_INTERVAL_MS = 1_000;
/**
 * Where this process has nothing on its way and the outbox is empty, it looks only for what others leave. So that is
 * published eleven to twelve seconds after it was stored, at the latest.
 */
const SWEEP_AT_REST_MS = 4_000;
/** While NATS is away batches wait in the database, not in memory. */
const MAX_QUEUED_BATCHES = 64;

type Document = OutboxBatch[number];

/** When a document was published and acknowledged, and how often the connection had been lost by then. */
type Published = { readonly timesLost: number; readonly at: number };

/** Documents that were published before a mark, and are deleted when the mark is proven to be stored. */
type Lot = { readonly ids: readonly string[]; readonly mark: StorageMark; readonly at: number };

/**
 * Publishes what transactions put into the outbox: from memory right after commit, and from the database whatever could
 * not be published then or was left by a process that died. A duplicate publication does no harm. Only messages that
 * the streams are proven to store are deleted.
 */
export class Relay {
  readonly #outbox: Outbox;
  readonly #nats: Nats;
  readonly #log: Logger;
  readonly #published = new Map<string, Published>();
  readonly #inFlight = new Set<string>();
  /** Documents that could not be published although NATS was connected. */
  readonly #postponed = new Postponed();
  /** When documents of others were first seen, by this process's own clock: the clocks of the writers may differ. */
  #firstSeen = new Map<string, number>();
  /** True at the start, and after the loss of a server that may not have synced everything: then nothing waits. */
  #isAllAbandoned = true;
  #lots: Lot[] = [];
  #inLots = new Set<string>();
  /** Whether this sweep has tried to create a stream that is gone: once is enough for all that it would hold. */
  #hasEnsured = false;
  readonly #syncedAfterMs: number;
  readonly #abandonedMs: number;
  #queue: Promise<void> = Promise.resolve();
  #queued = 0;
  readonly #sweeps: PeriodicTask;
  #stopped = false;

  constructor(
    outbox: Outbox,
    nats: Nats,
    log: Logger,
    { syncedAfterMs = SYNCED_AFTER_MS, abandonedMs = ABANDONED_MS } = {},
  ) {
    this.#syncedAfterMs = syncedAfterMs;
    this.#abandonedMs = abandonedMs;
    this.#outbox = outbox;
    this.#nats = nats;
    this.#log = log;
    this.#sweeps = new PeriodicTask(
      {
        name: 'relay',
        everyMs: SWEEP_INTERVAL_MS,
        startsAtOnce: true,
        failure: 'the outbox could not be swept',
        log,
      },
      () => this.#sweep(),
    );
  }

  /** Publishes everything that is left from before, then keeps sweeping. */
  start(): void {
    this.#nats.onReconnect(() => {
      this.#isAllAbandoned = true;
      this.#postponed.clear();
      this.#sweeps.wake();
    });
    this.#sweeps.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#sweeps.stop();
    await this.#queue;
  }

  /**
   * Called after commit; keeps the order of batches. Never fails: what could not be published remains in the outbox.
   */
  publish(batch: OutboxBatch): Promise<void> {
    if (batch.length === 0) return Promise.resolve();
    this.#sweeps.wake(SWEEP_INTERVAL_MS);
    if (this.#queued >= MAX_QUEUED_BATCHES || !this.#nats.isConnected()) return Promise.resolve();
    this.#queued++;
    for (const document of batch) this.#inFlight.add(String(document._id));
    this.#queue = this.#queue.then(async () => {
      for (const document of batch) await this.#publishDocument(document);
      this.#queued--;
    });
    return this.#queue;
  }

  /**
   * Publishes current state once more, through the outbox, so that its storage is proven like that of any event. Fails
   * while NATS does not accept it, so that the outbox does not fill up: what is in it is published later.
   */
  async republish(messages: readonly OutboxMessage[]): Promise<void> {
    if (!this.#nats.isConnected())
      throw new RpcError(rpcStatus.UNAVAILABLE, 'NATS is disconnected: try again when it is connected');
    while (this.#queued >= MAX_QUEUED_BATCHES) await this.#queue;
    const batch = await this.#outbox.addAlone(messages);
    await this.publish(batch);
    if (!batch.every(({ _id }) => this.#isAcknowledged(String(_id))))
      throw new RpcError(
        rpcStatus.UNAVAILABLE,
        'NATS has not accepted it yet; it waits. Call again for the rest',
      );
  }

  /** Publishes without an outbox document: a message that NATS does not accept is an error at once. */
  async publishDirectly(messages: readonly OutboxMessage[]): Promise<void> {
    const at = new Date();
    const { publisher, proofs } = this.#nats;
    await publisher.publish(messages.map((message) => natsMessage(message, randomUUID(), at, proofs)));
  }

  /**
   * The number of events that are stored but not yet acknowledged by NATS; a lower bound where the outbox is very full.
   */
  async countUnpublished(): Promise<bigint> {
    const known = this.#acknowledged();
    const [sum] = await this.#outbox.collection
      .aggregate<{ count: number }>([
        { $match: { _id: { $nin: known.map(objectId) } } },
        { $limit: LIMITS.countedDocuments.most },
        { $group: { _id: null, count: { $sum: '$count' } } },
      ])
      .toArray();
    return BigInt(sum?.count ?? 0);
  }

  async #publishDocument(document: Document): Promise<void> {
    const id = String(document._id);
    const timesLost = this.#nats.timesLost();
    try {
      await this.#publishWhatCanGo(document);
      this.#published.set(id, { timesLost, at: performance.now() });
      this.#postponed.succeeded(id);
    } catch (error) {
      this.#postponed.failed(id);
      this.#log.warn({ reason: messageOf(error) }, 'events could not be published; they wait in the outbox');
      // A service without a consumer on the stream learns only here that it is gone. Where it cannot be created, this
      // is retried.
      if (error instanceof NoStream && !this.#hasEnsured) {
        this.#hasEnsured = true;
        await this.#nats.ensureStreams().catch(() => {});
      }
    } finally {
      this.#inFlight.delete(id);
    }
  }

  /** A message that NATS never accepts does not hold back the others: it is kept as a dead letter. */
  async #publishWhatCanGo(document: Document): Promise<void> {
    const messages = natsMessages(document, this.#nats.proofs);
    try {
      await this.#nats.publisher.publish(messages);
    } catch (error) {
      if (!(error instanceof NeverTaken)) throw error;
      for (const [index, message] of messages.entries())
        await this.#nats.publisher.publish([message]).catch(async (cause: unknown) => {
          if (!(cause instanceof NeverTaken)) throw cause;
          const kept = defined(document.messages[index], 'each message was made from one of the document');
          await this.#outbox.deadLetters.keepUnpublished(kept, messageOf(cause));
        });
    }
  }

  /** Answers when the next sweep is needed if not after the usual interval. */
  async #sweep(): Promise<number | undefined> {
    if (!this.#nats.isConnected()) return undefined;
    const timesLost = this.#nats.timesLost();
    this.#hasEnsured = false;
    await this.#deleteProven();
    for (const id of await this.#abandoned()) {
      if (this.#stopped || !this.#nats.isConnected()) return undefined;
      if (this.#inFlight.has(id) || this.#isAcknowledged(id)) continue;
      const document = await this.#outbox.collection.findOne({ _id: objectId(id) });
      if (document) await this.#publishDocument(document);
    }
    if (this.#firstSeen.size < LIMITS.sweptDocuments.most && timesLost === this.#nats.timesLost())
      this.#isAllAbandoned = false;
    await this.#markLot();
    const onTheirWay = [this.#published, this.#inFlight, this.#firstSeen];
    const isAtRest = onTheirWay.every(({ size }) => size === 0) && this.#postponed.ids().length === 0;
    return isAtRest ? SWEEP_AT_REST_MS : undefined;
  }

  /** Documents in the outbox that this process does not know as published, and that it has seen for some time. */
  async #abandoned(): Promise<string[]> {
    const known = [...this.#acknowledged(), ...this.#inFlight, ...this.#postponed.ids()].map(objectId);
    const found = await this.#outbox.collection
      .find({ _id: { $nin: known } }, { projection: { _id: 1 } })
      .sort({ _id: 1 })
      .limit(LIMITS.sweptDocuments.most)
      .toArray();
    const now = performance.now();
    const seen = new Map(
      found.map(({ _id }) => [String(_id), this.#firstSeen.get(String(_id)) ?? now] as const),
    );
    this.#firstSeen = seen;
    return [...seen].flatMap(([id, at]) =>
      this.#isAllAbandoned || this.#isOwn(id) || now - at >= this.#abandonedMs ? [id] : [],
    );
  }

  /** Nobody else publishes it, so it need not wait. */
  #isOwn(id: string): boolean {
    return this.#published.has(id) || this.#postponed.has(id);
  }

  /** Sets a mark after what was published since the last one. */
  async #markLot(): Promise<void> {
    const ids = this.#acknowledged().filter((id) => !this.#inLots.has(id));
    if (ids.length === 0) return;
    const mark = await this.#nats.marks.set();
    const at = performance.now();
    const marked = ids.filter((id) => at - (this.#published.get(id)?.at ?? 0) < MARKED_WITHIN_MS);
    this.#lots.push({ ids: marked, mark, at });
    for (const id of marked) this.#inLots.add(id);
    for (const id of ids) if (!this.#inLots.has(id)) this.#forget(id, true);
  }

  /** Deletes what the streams store; what they lost is published again. */
  async #deleteProven(): Promise<void> {
    const before = performance.now() - this.#syncedAfterMs;
    const due = this.#lots.filter(({ at }) => at <= before);
    for (const lot of due) {
      const isStored = await this.#nats.marks.isStored(lot.mark);
      const proven = isStored ? lot.ids.filter((id) => this.#isAcknowledged(id)) : [];
      await this.#outbox.collection.deleteMany({ _id: { $in: proven.map(objectId) } });
      if (!isStored)
        this.#log.warn(
          { documents: lot.ids.length },
          'NATS lost events that it had acknowledged; they are published again',
        );
      for (const id of lot.ids) this.#forget(id, !isStored);
      this.#lots = this.#lots.filter((other) => other !== lot);
    }
  }

  #forget(id: string, isToBePublishedAgain: boolean): void {
    this.#published.delete(id);
    this.#inLots.delete(id);
    // Nobody else publishes it, so it need not wait.
    if (isToBePublishedAgain) this.#firstSeen.set(id, Number.NEGATIVE_INFINITY);
  }

  #acknowledged(): string[] {
    return [...this.#published.keys()].filter((id) => this.#isAcknowledged(id));
  }

  /** What was acknowledged before the connection was lost may be lost with the server. */
  #isAcknowledged(id: string): boolean {
    return this.#published.get(id)?.timesLost === this.#nats.timesLost();
  }
}

function objectId(id: string): ObjectId {
  return new ObjectId(id);
}
