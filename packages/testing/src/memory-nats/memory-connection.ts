import type { ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from '@nats-io/jetstream';
import {
  headers as emptyHeaders,
  InvalidArgumentError,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
  type Payload,
  TimeoutError,
} from '@nats-io/transport-node';
import type { Link } from '../link.ts';
import type { Acknowledgement, Delivery, DurableConsumer, Puller } from './durable-consumer.ts';
import { jetStreamOf } from './memory-jetstream.ts';
import type { MemoryNats } from './memory-nats.ts';
import type { Sent } from './memory-stream.ts';
import { Pipe } from './pipe.ts';
import { Pushed } from './pushed.ts';
import { isMeant } from './subjects.ts';

type Publishing = { readonly headers?: MsgHdrs; readonly reply?: string };
type Callback = (error: Error | null, message: Msg) => void;
type Status = { readonly type: 'disconnect' | 'reconnect' };

const REQUEST_MS = 5_000;
const HEADERS_AT_MOST = 8_192;

/** A client of a server in memory: the part of the real client's interface that the runtime uses. */
export class MemoryConnection {
  readonly server: MemoryNats;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly #toServer: Pipe;
  readonly #toClient: Pipe;
  readonly #subscriptions: { readonly filter: string; readonly callback: Callback }[] = [];
  readonly #statuses: Pushed<Status>[] = [];
  readonly #consumings = new Set<Consuming>();
  #isConnected = true;
  #isClosed = false;

  constructor(server: MemoryNats, link: Link) {
    this.server = server;
    this.#toServer = new Pipe(link);
    this.#toClient = new Pipe(link);
    ({ jetstream: this.jetstream, manager: this.manager } = jetStreamOf(this));
  }

  /** As the runtime uses it. */
  get clients(): { connection: NatsConnection; jetstream: JetStreamClient; manager: JetStreamManager } {
    const { jetstream, manager } = this;
    return { connection: this as unknown as NatsConnection, jetstream, manager };
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  isClosed(): boolean {
    return this.#isClosed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const status of this.#statuses) status.end();
    this.server.drop(this);
  }

  drain(): Promise<void> {
    return this.close();
  }

  status(): AsyncIterable<Status> {
    const status = new Pushed<Status>();
    this.#statuses.push(status);
    return status;
  }

  subscribe(filter: string, { callback }: { callback: Callback }): void {
    this.#subscriptions.push({ filter, callback });
  }

  publish(subject: string, payload: Payload, { headers, reply }: Publishing = {}): void {
    const sent = this.sent(subject, payload, headers);
    this.toServer(`publish to ${wordsOf(subject)}`, () => {
      const stream = this.server.streamOf(subject);
      const seq = stream?.store(sent);
      if (reply !== undefined) this.#answer(reply, stream && { stream: stream.options.name, seq });
    });
  }

  /** Throws synchronously what the real client throws. */
  sent(subject: string, payload: Payload, headers: MsgHdrs | undefined): Sent {
    const data = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
    const { maxPayload } = this.server;
    const mayBeTooLarge = data.length + HEADERS_AT_MOST > maxPayload;
    if (mayBeTooLarge && data.length + bytesOf(headers) > maxPayload)
      throw InvalidArgumentError.format('payload', 'max_payload size exceeded');
    return { subject, data, headers: headers && copied(headers) };
  }

  /** Does work at the server, and returns its result; no response arrives where the connection is lost meanwhile. */
  request<Result>(what: string, work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new TimeoutError()), REQUEST_MS);
      const answered = (settle: () => void) =>
        this.#toClient.push(`answer to ${what}`, () => {
          clearTimeout(timer);
          settle();
        });
      this.toServer(what, () => {
        try {
          const result = work();
          answered(() => resolve(result));
        } catch (error) {
          answered(() => reject(error as Error));
        }
      });
    });
  }

  /** One command that contains everything. */
  storeAll(all: readonly Sent[]): Promise<void> {
    return this.request(`publish ${all.length} at once`, () => {
      for (const { subject } of all) this.server.listening(subject);
      for (const sent of all) this.server.listening(sent.subject).store(sent);
    });
  }

  consume(stream: string, consumer: string): ConsumerMessages {
    const consuming = new Consuming(this, stream, consumer);
    this.#consumings.add(consuming);
    consuming.pull();
    return consuming as unknown as ConsumerMessages;
  }

  forget(consuming: Consuming): void {
    this.#consumings.delete(consuming);
  }

  /** What arrives while the server is away is lost. */
  toServer(what: string, apply: () => void): void {
    this.#toServer.push(what, () => {
      if (!this.server.isAway) apply();
    });
  }

  /** The real client notices missing heartbeats, and sends this again. */
  untilReceived(what: string, apply: () => void): void {
    this.#toServer.push(what, apply);
  }

  toClient(what: string, apply: () => void): void {
    this.#toClient.push(what, apply);
  }

  lose(): void {
    this.#isConnected = false;
    this.leaveConsumers();
    this.#toServer.cut();
    this.#toClient.cut();
    for (const status of this.#statuses) status.push({ type: 'disconnect' });
  }

  regain(): void {
    this.#isConnected = true;
    this.#toServer.mend();
    this.#toClient.mend();
    for (const status of this.#statuses) status.push({ type: 'reconnect' });
    for (const consuming of this.#consumings) consuming.pull();
  }

  leaveConsumers(): void {
    for (const consuming of this.#consumings) consuming.leave();
  }

  #answer(subject: string, acknowledgement: object | undefined): void {
    const callbacks = this.#subscriptions.filter(({ filter }) => isMeant(filter, subject));
    const text = acknowledgement ? JSON.stringify(acknowledgement) : '';
    const headers = acknowledgement ? undefined : emptyHeaders(503, 'no responders');
    const message = { subject, data: new TextEncoder().encode(text), headers, string: () => text };
    this.#toClient.push('acknowledge', () => {
      for (const { callback } of callbacks) callback(null, message as unknown as Msg);
    });
  }
}

/** The messages of a durable consumer as they arrive over one connection. */
class Consuming extends Pushed<JsMsg> implements Puller {
  readonly #connection: MemoryConnection;
  readonly #stream: string;
  readonly #name: string;
  #consumer: DurableConsumer | undefined;
  #isStopped = false;

  constructor(connection: MemoryConnection, stream: string, name: string) {
    super();
    this.#connection = connection;
    this.#stream = stream;
    this.#name = name;
  }

  pull(): void {
    this.#connection.untilReceived(`pull ${this.#name}`, () => {
      if (this.#isStopped || this.#consumer) return;
      try {
        const consumer = this.#connection.server.consumer(this.#stream, this.#name);
        this.#consumer = consumer;
        consumer.pull(this);
      } catch (error) {
        this.fail(error as Error);
      }
    });
  }

  take(delivery: Delivery): void {
    this.#connection.toClient(`deliver ${delivery.subject} ${delivery.seq}`, () =>
      this.push(this.#messageOf(delivery)),
    );
  }

  /** As with `abort_on_missing_resource`. */
  fail(error: Error): void {
    this.#consumer = undefined;
    this.#connection.toClient(`end ${this.#name}`, () => {
      this.#connection.forget(this);
      super.end(error);
    });
  }

  leave(): void {
    this.#consumer?.leave(this);
    this.#consumer = undefined;
  }

  stop(): void {
    this.#isStopped = true;
    this.leave();
    this.#connection.forget(this);
    super.end();
  }

  #messageOf({ seq, subject, headers, data, deliveryCount, pending }: Delivery): JsMsg {
    let isAcknowledged = false;
    const answer = (what: Acknowledgement) => {
      if (isAcknowledged) return;
      isAcknowledged = what !== 'working';
      this.#connection.toServer(`${typeof what === 'string' ? what : 'nak'} ${seq}`, () => {
        this.#connection.server.streams.get(this.#stream)?.consumers.get(this.#name)?.acknowledge(seq, what);
      });
    };
    const message = {
      ...{ seq, subject, headers, data },
      info: { deliveryCount, pending, streamSequence: seq, stream: this.#stream, consumer: this.#name },
      ack: () => answer('ack'),
      nak: (nakMs = 0) => answer({ nakMs }),
      working: () => answer('working'),
      term: () => answer('term'),
      string: () => new TextDecoder().decode(data),
    };
    return message as unknown as JsMsg;
  }
}

function copied(given: MsgHdrs): MsgHdrs {
  const copy = emptyHeaders();
  for (const [name, values] of given) for (const value of values) copy.append(name, value);
  return copy;
}

function bytesOf(given: MsgHdrs | undefined): number {
  return given ? (given as unknown as { encode(): Uint8Array }).encode().length : 0;
}

/** Without the words that distinguish processes. */
function wordsOf(subject: string): string {
  return subject.split('.', 3).join('.');
}
