import { defined } from '@duixian/values';
import { type JetStreamClient, JetStreamError } from '@nats-io/jetstream';
import {
  createInbox,
  InvalidArgumentError,
  InvalidSubjectError,
  type Msg,
  type MsgHdrs,
  type NatsConnection,
} from '@nats-io/transport-node';

export type NatsMessage = {
  readonly subject: string;
  readonly headers: MsgHdrs;
  readonly payload: Uint8Array;
};

type Waiting = { left: number; resolve(): void; reject(error: Error): void };

/** From here on an atomic batch costs the server less than its own fixed price (docs/performance.md). */
const ATOMIC_FROM = 100;
/** What the server allows in one. */
const ATOMIC_UP_TO = 1_000;
const TIMEOUT_MS = 5_000;
/**
 * What the client puts into the headers of an atomic batch. A message that is published alone afterwards must not have
 * them: the server would keep it for a batch that nobody ends.
 */
const BATCH_HEADERS = ['Nats-Batch-Id', 'Nats-Batch-Sequence', 'Nats-Batch-Commit'];
const NO_RESPONDERS = 503;
/** JetStream's codes for a message, or its headers, beyond what the stream takes. */
const TOO_LARGE_FOR_STREAM = [10_054, 10_097];

/** The client does not send this, or the stream is not made for it: no repetition helps. */
export class NeverTaken extends Error {
  override name = 'NeverTaken';
}

/** No stream has such a subject: the server lost it, and whoever speaks on it makes it anew. */
export class NoStream extends Error {
  override name = 'NoStream';
}

/**
 * Publishes to JetStream and waits until everything is acknowledged. A request per message would cost more than all the
 * rest of a small event, so acknowledgements come to one inbox and are counted.
 */
export class Publisher {
  readonly #connection: NatsConnection;
  readonly #jetstream: JetStreamClient;
  readonly #inbox: string;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;

  constructor(connection: NatsConnection, jetstream: JetStreamClient, inboxPrefix: string) {
    this.#inbox = createInbox(inboxPrefix);
    this.#connection = connection;
    this.#jetstream = jetstream;
    connection.subscribe(`${this.#inbox}.*`, { callback: (_error, message) => this.#receive(message) });
  }

  /**
   * In order; rejects where any was not taken, or not acknowledged in time. Then some may have been taken. Rejects with
   * `NeverTaken` where one is no message that NATS takes.
   */
  async publish(messages: readonly NatsMessage[]): Promise<void> {
    for (let at = 0; at < messages.length; at += ATOMIC_UP_TO) {
      const part = messages.slice(at, at + ATOMIC_UP_TO);
      if (part.length < ATOMIC_FROM || !isOfOneStream(part)) await this.#publishEach(part);
      else await this.#publishAtOnce(part);
    }
  }

  #publishEach(messages: readonly NatsMessage[]): Promise<void> {
    const reply = `${this.#inbox}.${this.#count++}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.set(reply, { left: messages.length, resolve, reject });
    const timer = setTimeout(
      () => reject(new Error(`NATS did not acknowledge within ${TIMEOUT_MS} ms`)),
      TIMEOUT_MS,
    );
    try {
      for (const { subject, headers, payload } of messages)
        this.#connection.publish(subject, payload, { headers, reply });
    } catch (error) {
      reject(failureOfSending(error));
    }
    return promise.finally(() => {
      clearTimeout(timer);
      this.#waiting.delete(reply);
    });
  }

  #receive(message: Msg): void {
    const waiting = this.#waiting.get(message.subject);
    if (!waiting) return;
    const refusal = refusalIn(message);
    if (refusal) waiting.reject(refusal);
    waiting.left -= 1;
    if (waiting.left === 0) waiting.resolve();
  }

  /** A server that does not want the batch as one may still want its messages. */
  async #publishAtOnce(messages: readonly NatsMessage[]): Promise<void> {
    try {
      const first = defined(messages[0], 'a batch is not empty');
      const last = defined(messages.at(-1), 'a batch is not empty');
      const options = { headers: first.headers, timeout: TIMEOUT_MS };
      const batch = await this.#jetstream.startBatch(first.subject, first.payload, options);
      for (const { subject, payload, headers } of messages.slice(1, -1))
        void batch.add(subject, payload, { headers, ack: false });
      await batch.commit(last.subject, last.payload, { headers: last.headers, timeout: TIMEOUT_MS });
    } catch (error) {
      for (const { headers } of messages) for (const name of BATCH_HEADERS) headers.delete(name);
      if (!(error instanceof JetStreamError)) throw failureOfSending(error);
      await this.#publishEach(messages);
    }
  }
}

function failureOfSending(error: unknown): Error {
  if (error instanceof InvalidArgumentError || error instanceof InvalidSubjectError)
    return new NeverTaken(error.message, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/** Streams are told apart by the second word of their subjects. */
function isOfOneStream(messages: readonly NatsMessage[]): boolean {
  const streams = new Set(messages.map(({ subject }) => subject.split('.', 2).join('.')));
  return streams.size === 1;
}

type Acknowledgement = {
  readonly stream?: unknown;
  readonly seq?: unknown;
  readonly error?: { readonly err_code?: number; readonly description?: string };
};

/** An acknowledgement names the stream and the place in it; anything else says what was wrong. */
function refusalIn({ data, headers }: Msg): Error | undefined {
  if (headers?.hasError) {
    const { message } = notTaken(`${headers.code} ${headers.description}`);
    return headers.code === NO_RESPONDERS ? new NoStream(message) : new Error(message);
  }
  const text = new TextDecoder().decode(data);
  const { stream, seq, error } = parsed(text);
  if (error?.err_code !== undefined && TOO_LARGE_FOR_STREAM.includes(error.err_code))
    return new NeverTaken(error.description);
  return stream === undefined || seq === undefined || error ? notTaken(text || 'an empty answer') : undefined;
}

function notTaken(why: string): Error {
  return new Error(`NATS did not take an event: ${why}`);
}

function parsed(text: string): Acknowledgement {
  try {
    return (JSON.parse(text) as Acknowledgement | null) ?? {};
  } catch {
    return {};
  }
}
