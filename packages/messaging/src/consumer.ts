import { Batcher, backoffMs, type Logger, messageOf, RpcError, rpcStatus, sleep } from '@duixian/runtime';
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { DeadLetterDocument, DeadLetters } from './dead-letters.ts';
import { type ConsumerObserver, type Handler, Handling } from './handling.ts';
import type { Nats } from './nats/connection.ts';
import type { StreamName } from './nats/streams.ts';

export type ConsumerDefinition<Message> = Handler<Message> & {
  readonly stream: StreamName;
  readonly subjects: readonly string[];
  readonly batchSize: number;
};

export type RunningConsumer = {
  readonly name: string;
  readonly stream: StreamName;
  /** Messages that wait or are in flight. */
  countPending(): Promise<bigint>;
  redrive(deadLetter: DeadLetterDocument): Promise<string | undefined>;
  start(): void;
  stop(): Promise<void>;
};

/** After this long without a sign of life, the messages of a dead process go to another one. */
const ACK_WAIT_MS = 15_000;
/** How long a batch waits for the messages that the server has announced. */
const LONGEST_BURST_MS = 10;
const RESTART = { firstMs: 500, longestMs: 5_000 };
const PULL_MS = 5_000;
const HEARTBEAT_MS = 1_000;
const STANDS_OTHERWISE = [10_013, 10_148];
const NOT_FOUND = 404;

/**
 * A serial queue: messages that arrive while a batch is processed form the next batch. Nothing waits for a batch to
 * fill.
 */
export class Consumer<Message> implements RunningConsumer {
  readonly #definition: ConsumerDefinition<Message>;
  readonly #nats: Nats;
  readonly #log: Logger;
  readonly #observer: ConsumerObserver;
  readonly #handling: Handling<Message>;
  #messages: ConsumerMessages | undefined;
  readonly #batcher: Batcher<JsMsg>;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(
    definition: ConsumerDefinition<Message>,
    nats: Nats,
    deadLetters: DeadLetters,
    log: Logger,
    observer: ConsumerObserver,
  ) {
    this.#definition = definition;
    this.#nats = nats;
    this.#log = log;
    this.#observer = observer;
    this.#handling = new Handling(definition, deadLetters, log, observer, nats.proofs);
    // What waits is bounded by what the server sends before it is acknowledged.
    this.#batcher = new Batcher({
      work: (batch) => this.#process(batch),
      sizeOf: () => ({ items: 1 }),
      batch: { items: definition.batchSize },
      gather: () => this.#gather(),
    });
  }

  get name(): string {
    return this.#definition.name;
  }

  get stream(): StreamName {
    return this.#definition.stream;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#messages?.stop();
    await this.#batcher.stop();
    await this.#running;
  }

  redrive(deadLetter: DeadLetterDocument): Promise<string | undefined> {
    return this.#handling.redrive(deadLetter);
  }

  async countPending(): Promise<bigint> {
    const { stream, name } = this.#definition;
    try {
      const info = await this.#nats.manager.consumers.info(stream, name);
      return BigInt(info.num_pending + info.num_ack_pending);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.status !== NOT_FOUND) throw error;
      const lost = `NATS has lost the consumer ${name} or the stream ${stream}; it is created again in a moment`;
      throw new RpcError(rpcStatus.UNAVAILABLE, lost);
    }
  }

  /** Consumes until stopped. A server that lost its streams or consumers gets them back. */
  async #run(): Promise<void> {
    for (let failures = 0; !this.#stopped; ) {
      try {
        await this.#consume();
        failures = 0;
      } catch (error) {
        if (this.#stopped) return;
        this.#log.warn({ consumer: this.name, reason: messageOf(error) }, 'consuming stopped; restarting');
        await sleep(backoffMs(++failures, RESTART));
      }
    }
  }

  /** Creates the consumer where it is missing; updates an existing one that differs from what is declared now. */
  async #declare(): Promise<void> {
    const { name, stream, subjects, batchSize } = this.#definition;
    const { consumers } = this.#nats.manager;
    const changeable = {
      filter_subjects: [...subjects],
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 4 * batchSize,
    };
    try {
      await consumers.add(stream, {
        ...changeable,
        durable_name: name,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      });
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || !STANDS_OTHERWISE.includes(error.code)) throw error;
      await consumers.update(stream, name, changeable);
    }
  }

  async #consume(): Promise<void> {
    const { name, stream, batchSize } = this.#definition;
    await this.#nats.ensureStreams();
    await this.#declare();
    const consumer = await this.#nats.jetstream.consumers.get(stream, name);
    // The loss of a server is noticed after two heartbeats; with the client's defaults it would take half a minute.
    const messages = await consumer.consume({
      max_messages: 2 * batchSize,
      expires: PULL_MS,
      idle_heartbeat: HEARTBEAT_MS,
      abort_on_missing_resource: true,
    });
    this.#messages = messages;
    if (this.#stopped) messages.stop();
    for await (const message of messages) if (!this.#stopped) void this.#batcher.add([message]);
  }

  async #process(batch: readonly JsMsg[]): Promise<readonly undefined[]> {
    this.#observer.batch(batch.length);
    const alive = setInterval(() => this.#reportWorking(batch), ACK_WAIT_MS / 3);
    await this.#handling.process(batch).finally(() => clearInterval(alive));
    return [];
  }

  /**
   * The server states with each message how many more are pending, so a burst that is still arriving becomes one batch.
   */
  async #gather(): Promise<void> {
    const until = performance.now() + LONGEST_BURST_MS;
    while (this.#isMoreComing() && performance.now() < until) await sleep(1);
  }

  #isMoreComing(): boolean {
    const { waiting } = this.#batcher;
    const last = waiting.at(-1);
    return last !== undefined && waiting.length < this.#definition.batchSize && last.info.pending > 0;
  }

  /** A batch may take long while others wait behind it: neither is redelivered to another process meanwhile. */
  #reportWorking(batch: readonly JsMsg[]): void {
    for (const message of [...batch, ...this.#batcher.waiting]) message.working();
  }
}
