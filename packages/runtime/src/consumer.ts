import { assert } from '@duixian/values';
import { AckPolicy, type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { DeadLetterDocument, DeadLetters } from './dead-letters.ts';
import { isBug, messageOf } from './failure.ts';
import type { Logger } from './logger.ts';
import type { Nats } from './nats/connection.ts';
import type { StreamName } from './nats/streams.ts';
import { continueTrace } from './telemetry/trace.ts';

/** A message as a handler sees it: decoded, and with the trace that goes on from it. */
export type Received<Message> = {
  readonly message: Message;
  readonly about: string;
  readonly traceparent?: string | undefined;
};

/** What became of one message. A handler never acknowledges: that happens here, after it returned. */
export type MessageOutcome = 'done' | 'duplicate' | { readonly retry: string } | { readonly dead: string };

export type ConsumerDefinition<Message> = {
  /** Durable name, which is also the service's own. */
  readonly name: string;
  readonly stream: StreamName;
  readonly subjects: readonly string[];
  readonly batchSize: number;
  /** What it cannot read is dead-lettered. */
  decode(payload: Uint8Array): Message;
  /** Takes whatever waits, at most `batchSize`, and answers for each in order, after its work is durable. */
  handle(messages: readonly Received<Message>[]): Promise<readonly MessageOutcome[]>;
};

export type RunningConsumer = {
  readonly name: string;
  /** Waiting or under way. */
  countPending(): Promise<bigint>;
  takeAgain(letter: DeadLetterDocument): Promise<string | undefined>;
  stop(): Promise<void>;
};

export type ConsumerObserver = { batch(size: number): void; outcome(outcome: string): void };

/** After this long without a word the messages of a process that died go to another. */
const ACK_WAIT_MS = 15_000;
/** How long a batch waits for what the server said is still coming. */
const LONGEST_BURST_MS = 10;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 30_000;

/**
 * One lane: messages that arrive while a batch is worked off are the next batch. Nothing waits for a batch to fill.
 * What cannot succeed is dead-lettered before it is terminated; everything else is delivered again, ever slower.
 */
export class Consumer<Message> implements RunningConsumer {
  readonly #definition: ConsumerDefinition<Message>;
  readonly #nats: Nats;
  readonly #deadLetters: DeadLetters;
  readonly #log: Logger;
  readonly #observer: ConsumerObserver;
  #messages: ConsumerMessages | undefined;
  #waiting: JsMsg[] = [];
  #working: Promise<void> | undefined;
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
    this.#deadLetters = deadLetters;
    this.#log = log;
    this.#observer = observer;
  }

  get name(): string {
    return this.#definition.name;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#messages?.stop();
    this.#waiting = [];
    await this.#working;
    await this.#running;
  }

  /** Takes a dead letter as if it had just arrived: undefined where that went well, else why it did not. */
  async takeAgain(letter: DeadLetterDocument): Promise<string | undefined> {
    try {
      const message = this.#definition.decode(letter.payload.buffer);
      const { traceparent } = letter.headers;
      const [outcome] = await this.#definition.handle([{ message, about: letter.about, traceparent }]);
      if (outcome === 'done' || outcome === 'duplicate') return undefined;
      return outcome && 'dead' in outcome ? outcome.dead : (outcome?.retry ?? 'no outcome');
    } catch (error) {
      return messageOf(error);
    }
  }

  async countPending(): Promise<bigint> {
    const info = await this.#nats.manager.consumers.info(this.#definition.stream, this.#definition.name);
    return BigInt(info.num_pending + info.num_ack_pending);
  }

  /** Consumes until stopped; a server that lost its streams or consumers gets them back. */
  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#consume();
      } catch (error) {
        if (this.#stopped) return;
        this.#log.warn(
          { consumer: this.name, reason: messageOf(error) },
          'consuming stopped; it starts again',
        );
        await pause(500);
      }
    }
  }

  async #consume(): Promise<void> {
    const { name, stream, subjects, batchSize } = this.#definition;
    await this.#nats.ensureStreams();
    await this.#nats.manager.consumers.add(stream, {
      durable_name: name,
      filter_subjects: [...subjects],
      ack_policy: AckPolicy.Explicit,
      deliver_policy: DeliverPolicy.All,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: 4 * batchSize,
    });
    const consumer = await this.#nats.jetstream.consumers.get(stream, name);
    const messages = await consumer.consume({ max_messages: 2 * batchSize, abort_on_missing_resource: true });
    this.#messages = messages;
    if (this.#stopped) messages.stop();
    for await (const message of messages) {
      this.#waiting.push(message);
      this.#working ??= this.#workOff();
    }
  }

  async #workOff(): Promise<void> {
    // One turn of the event loop lets everything that came in the same packet join the batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0 && !this.#stopped) {
      await this.#gather();
      const batch = this.#waiting.splice(0, this.#definition.batchSize);
      if (batch.length === 0) break;
      this.#observer.batch(batch.length);
      const alive = setInterval(() => this.#sayWorking(batch), ACK_WAIT_MS / 3);
      await this.#process(batch).finally(() => clearInterval(alive));
    }
    this.#working = undefined;
  }

  /** The server says with each message how many more it has: a burst that is still coming in is one batch. */
  async #gather(): Promise<void> {
    const until = performance.now() + LONGEST_BURST_MS;
    while (this.#isMoreComing() && performance.now() < until) await pause(1);
  }

  #isMoreComing(): boolean {
    const last = this.#waiting.at(-1);
    return last !== undefined && this.#waiting.length < this.#definition.batchSize && last.info.pending > 0;
  }

  /** A batch may take long, and others wait behind it: neither is given to somebody else meanwhile. */
  #sayWorking(batch: readonly JsMsg[]): void {
    for (const message of [...batch, ...this.#waiting]) message.working();
  }

  /** Decodes and handles; a bug in one message is found by trying the batch one by one. */
  async #process(batch: readonly JsMsg[]): Promise<void> {
    const readable = await this.#decodeAll(batch);
    if (readable.length === 0) return;
    try {
      await this.#settle(readable, await this.#handle(readable));
    } catch (error) {
      if (!isBug(error)) return this.#retryAll(readable, messageOf(error));
      if (readable.length > 1) for (const one of readable) await this.#processAlone(one);
      else for (const one of readable) await this.#bury(one.raw, messageOf(error));
    }
  }

  async #processAlone(one: Readable<Message>): Promise<void> {
    try {
      await this.#settle([one], await this.#handle([one]));
    } catch (error) {
      if (isBug(error)) await this.#bury(one.raw, messageOf(error));
      else this.#retryAll([one], messageOf(error));
    }
  }

  async #handle(readable: readonly Readable<Message>[]): Promise<readonly MessageOutcome[]> {
    const spans = readable.map(({ raw }) =>
      continueTrace(traceparentOf(raw), `process ${raw.subject}`, 'receive'),
    );
    try {
      const received = readable.map(({ raw, message }, index) => ({
        message,
        about: aboutOf(raw),
        traceparent: spans[index]?.traceparent,
      }));
      const outcomes = await this.#definition.handle(received);
      assert(outcomes.length === readable.length, 'a handler answers for every message');
      return outcomes;
    } finally {
      for (const span of spans) span.end();
    }
  }

  async #decodeAll(batch: readonly JsMsg[]): Promise<Readable<Message>[]> {
    const readable: Readable<Message>[] = [];
    for (const raw of batch) {
      try {
        readable.push({ raw, message: this.#definition.decode(raw.data) });
      } catch (error) {
        await this.#bury(raw, `it cannot be read: ${messageOf(error)}`);
      }
    }
    return readable;
  }

  async #settle(readable: readonly Readable<Message>[], outcomes: readonly MessageOutcome[]): Promise<void> {
    for (const [index, { raw }] of readable.entries()) {
      const outcome = outcomes[index];
      if (outcome === 'done' || outcome === 'duplicate') {
        raw.ack();
        this.#observer.outcome(outcome);
      } else if (outcome && 'retry' in outcome) this.#retry(raw, outcome.retry);
      else await this.#bury(raw, outcome?.dead ?? 'no outcome');
    }
  }

  #retryAll(readable: readonly Readable<Message>[], reason: string): void {
    this.#log.warn(
      { consumer: this.name, messages: readable.length, reason },
      'a batch failed; it is tried again',
    );
    for (const { raw } of readable) this.#retry(raw, reason);
  }

  #retry(raw: JsMsg, _reason: string): void {
    this.#observer.outcome('retry');
    raw.nak(Math.min(FIRST_RETRY_MS * 2 ** Math.min(raw.info.deliveryCount - 1, 10), LONGEST_RETRY_MS));
  }

  /** Kept first, terminated afterwards: a crash in between only repeats it. */
  async #bury(raw: JsMsg, reason: string): Promise<void> {
    this.#log.error(
      { consumer: this.name, subject: raw.subject, about: aboutOf(raw), reason },
      'dead letter',
    );
    try {
      const letter = {
        subject: raw.subject,
        about: aboutOf(raw),
        reason,
        headers: headersOf(raw),
        payload: raw.data,
      };
      await this.#deadLetters.keep(letter);
      raw.term(reason.slice(0, 200));
      this.#observer.outcome('dead');
    } catch (error) {
      this.#retry(raw, messageOf(error));
    }
  }
}

type Readable<Message> = { readonly raw: JsMsg; readonly message: Message };

function aboutOf(raw: JsMsg): string {
  return decodeURIComponent(raw.headers?.get('ce-subject') ?? '');
}

function traceparentOf(raw: JsMsg): string | undefined {
  return raw.headers?.get('traceparent') || undefined;
}

function headersOf(raw: JsMsg): Record<string, string> {
  return Object.fromEntries([...(raw.headers ?? [])].map(([name, values]) => [name, values.join(',')]));
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
