import { backoffMs, continueTrace, halves, kindOf, type Logger, messageOf } from '@duixian/runtime';
import { assert, LIMITS } from '@duixian/values';
import type { JsMsg } from '@nats-io/jetstream';
import type { DeadLetterDocument, DeadLetters } from './dead-letters.ts';
import { unreadableVersion } from './message-version.ts';
import { doubtOf, type MessageProofs, readMessage } from './nats/message-proofs.ts';
import { Unbelieved } from './nats/unbelieved.ts';

/** A message as a handler sees it: decoded, with the trace that continues from it. */
export type Received<Message> = {
  readonly message: Message;
  readonly about: string;
  readonly traceparent?: string | undefined;
};

/** The outcome of one message. A handler never acknowledges: that happens here, after it returned. */
export type MessageOutcome = 'done' | 'duplicate' | { readonly retry: string } | { readonly dead: string };

export type Handler<Message> = {
  /** Durable name of the consumer, which is also the service's own. */
  readonly name: string;
  /** A message that it cannot read is dead-lettered; one that its subject may not carry is `Unbelieved`. */
  decode(payload: Uint8Array, subject: string): Message;
  /** Takes the messages that wait, and returns an outcome for each in order, after its work is durable. */
  handle(messages: readonly Received<Message>[]): Promise<readonly MessageOutcome[]>;
};

export type ConsumerObserver = { batch(size: number): void; outcome(outcome: string): void };

const VERSION_HEADER = 'ce-schemaversion';
/** The prefix of the reason of an unbelieved message. */
const UNBELIEVED = 'unbelieved: ';

/**
 * Processes a batch of messages and settles each with the server. A message that cannot succeed is dead-lettered before
 * it is terminated; any other failure is redelivered at growing intervals.
 */
export class Handling<Message> {
  readonly #handler: Handler<Message>;
  readonly #deadLetters: DeadLetters;
  readonly #log: Logger;
  readonly #observer: ConsumerObserver;
  readonly #proofs: MessageProofs | undefined;

  constructor(
    handler: Handler<Message>,
    deadLetters: DeadLetters,
    log: Logger,
    observer: ConsumerObserver,
    proofs?: MessageProofs,
  ) {
    this.#handler = handler;
    this.#proofs = proofs;
    this.#deadLetters = deadLetters;
    this.#log = log;
    this.#observer = observer;
  }

  /**
   * Processes a dead letter as if it had just arrived; returns undefined on success, otherwise the reason of the
   * failure.
   */
  async redrive(deadLetter: DeadLetterDocument): Promise<string | undefined> {
    try {
      const doubt = this.#doubtAgain(deadLetter);
      if (doubt !== undefined) return `${UNBELIEVED}${doubt}`;
      const reason = unreadableVersion(deadLetter.headers[VERSION_HEADER]);
      if (reason !== undefined) return reason;
      const message = this.#handler.decode(deadLetter.payload.buffer, deadLetter.subject);
      const { traceparent } = deadLetter.headers;
      const [outcome] = await this.#handler.handle([{ message, about: deadLetter.about, traceparent }]);
      if (outcome === 'done' || outcome === 'duplicate') return undefined;
      return outcome && 'dead' in outcome ? outcome.dead : (outcome?.retry ?? 'no outcome');
    } catch (error) {
      return messageOf(error);
    }
  }

  /**
   * Decodes and handles. A batch that fails is retried in smaller parts, until the message that cannot succeed is
   * alone.
   */
  async process(batch: readonly JsMsg[]): Promise<void> {
    const readable = await this.#decodeAll(batch);
    if (readable.length > 0) await this.#processTogether(readable);
  }

  /**
   * A message that was believed when it was kept remains believed; every other one needs a proof where proofs are
   * required.
   */
  #doubtAgain({ origin, subject, headers, payload }: DeadLetterDocument): string | undefined {
    if (origin === 'believed' || origin === 'set-aside') return undefined;
    const message = { subject, payload: payload.buffer, headers: { get: (name: string) => headers[name] } };
    return doubtOf(this.#proofs, message);
  }

  async #processTogether(readable: readonly Readable<Message>[]): Promise<void> {
    try {
      await this.#settle(readable, await this.#handle(readable));
    } catch (error) {
      await this.#afterFailure(readable, error);
    }
  }

  async #afterFailure(readable: readonly Readable<Message>[], error: unknown): Promise<void> {
    const kind = kindOf(error);
    if (kind === 'transient' || (kind === 'unclear' && !readable.every(isOftenDelivered)))
      return this.#retryAll(readable, messageOf(error));
    if (readable.length > 1) {
      for (const part of kind === 'out-of-time' ? halves(readable) : readable.map((one) => [one]))
        await this.#processTogether(part);
    } else if (kind === 'out-of-time' && !readable.every(isOftenDelivered)) {
      this.#retryAll(readable, messageOf(error));
    } else for (const one of readable) await this.#deadLetter(one.raw, messageOf(error));
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
      const outcomes = await this.#handler.handle(received);
      assert(outcomes.length === readable.length, 'a handler answers for every message');
      return outcomes;
    } finally {
      for (const span of spans) span.end();
    }
  }

  async #decodeAll(batch: readonly JsMsg[]): Promise<Readable<Message>[]> {
    const readable: Readable<Message>[] = [];
    for (const raw of batch) {
      const doubt = doubtOf(this.#proofs, readMessage(raw));
      if (doubt !== undefined) {
        await this.#disbelieve(raw, doubt);
        continue;
      }
      const reason = unreadableVersion(raw.headers?.get(VERSION_HEADER));
      if (reason !== undefined) {
        await this.#deadLetter(raw, reason);
        continue;
      }
      try {
        readable.push({ raw, message: this.#handler.decode(raw.data, raw.subject) });
      } catch (error) {
        if (error instanceof Unbelieved) await this.#disbelieve(raw, messageOf(error));
        else await this.#deadLetter(raw, `it cannot be read: ${messageOf(error)}`);
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
      else await this.#deadLetter(raw, outcome?.dead ?? 'no outcome');
    }
  }

  #retryAll(readable: readonly Readable<Message>[], reason: string): void {
    this.#log.warn(
      { consumer: this.#handler.name, messages: readable.length, reason },
      'a batch failed; retrying',
    );
    for (const { raw } of readable) this.#retry(raw, reason);
  }

  #retry(raw: JsMsg, _reason: string): void {
    this.#observer.outcome('retry');
    raw.nak(backoffMs(raw.info.deliveryCount));
  }

  #deadLetter(raw: JsMsg, reason: string): Promise<void> {
    const { subject } = raw;
    this.#log.error({ consumer: this.#handler.name, subject, about: aboutOf(raw), reason }, 'dead letter');
    return this.#keepAndTerminate(raw, 'believed', reason);
  }

  /** Either somebody publishes without the right to do so, or keys do not match: a person has to look at both. */
  #disbelieve(raw: JsMsg, doubt: string): Promise<void> {
    const { subject } = raw;
    this.#log.error(
      { consumer: this.#handler.name, subject, about: aboutOf(raw), reason: doubt },
      'an unbelieved message is kept aside and not processed',
    );
    return this.#keepAndTerminate(raw, 'unbelieved', `${UNBELIEVED}${doubt}`);
  }

  /** Kept first, terminated afterwards: a crash in between only repeats this. */
  async #keepAndTerminate(raw: JsMsg, origin: 'believed' | 'unbelieved', reason: string): Promise<void> {
    const { subject, data: payload } = raw;
    try {
      const deadLetter = { origin, subject, about: aboutOf(raw), reason, headers: headersOf(raw), payload };
      await this.#deadLetters.keep(deadLetter);
      raw.term(reason.slice(0, 200));
      this.#observer.outcome(origin === 'believed' ? 'dead' : 'unbelieved');
    } catch (error) {
      this.#retry(raw, messageOf(error));
    }
  }
}

type Readable<Message> = { readonly raw: JsMsg; readonly message: Message };

function isOftenDelivered({ raw }: Readable<unknown>): boolean {
  return raw.info.deliveryCount >= LIMITS.unclearDeliveries.most;
}

/**
 * Returns the header as it was sent where it cannot be decoded: a dead letter's `about` must never cause another
 * failure.
 */
function aboutOf(raw: JsMsg): string {
  const text = raw.headers?.get('ce-subject') ?? '';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function traceparentOf(raw: JsMsg): string | undefined {
  return raw.headers?.get('traceparent') || undefined;
}

function headersOf(raw: JsMsg): Record<string, string> {
  return Object.fromEntries([...(raw.headers ?? [])].map(([name, values]) => [name, values.join(',')]));
}
