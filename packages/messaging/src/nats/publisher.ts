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

/** From this size on an atomic batch costs the server less than its own fixed price (docs/performance.md). */
const ATOMIC_FROM = 100;
/** The most messages that the server allows in one batch. */
const ATOMIC_UP_TO = 1_000;
const TIMEOUT_MS = 5_000;
/**
 * The headers that the client sets in an atomic batch. A message that is published alone afterwards must not have them:
 * the server would hold it for a batch that never ends.
 */
const BATCH_HEADERS = ['Nats-Batch-Id', 'Nats-Batch-Sequence', 'Nats-Batch-Commit'];
const NO_RESPONDERS = 503;
/** JetStream's error codes for a message, or headers, larger than the stream accepts. */
const TOO_LARGE_FOR_STREAM = [10_054, 10_097];

/** The client does not send this message, or the stream is not configured for it: no retry helps. */
export class NeverTaken extends Error {
  override name = 'NeverTaken';
}

/** No stream has such a subject: the server lost it, and the service that publishes on it creates it again. */
export class NoStream extends Error {
  override name = 'NoStream';
}

/**
 * Publishes to JetStream and waits until everything is acknowledged. A request per message would cost more than the
 * rest of a small event, so acknowledgements arrive at one inbox and are counted.
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
   * Publishes in order; rejects where any message was refused, or not acknowledged in time. Then some may have been
   * accepted. Rejects with `NeverTaken` where NATS never accepts one of them.
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

  /** A server that refuses the batch as a whole may still accept its messages one by one. */
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

/** The second word of a subject identifies its stream. */
function isOfOneStream(messages: readonly NatsMessage[]): boolean {
  const streams = new Set(messages.map(({ subject }) => subject.split('.', 2).join('.')));
  return streams.size === 1;
}

type Acknowledgement = {
  readonly stream?: unknown;
  readonly seq?: unknown;
  readonly error?: { readonly err_code?: number; readonly description?: string };
};

/** An acknowledgement names the stream and the sequence number in it; anything else describes the error. */
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
