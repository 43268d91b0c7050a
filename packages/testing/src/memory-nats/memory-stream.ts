import type { StreamConfig } from '@nats-io/jetstream';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { DurableConsumer } from './durable-consumer.ts';
import type { PulledConsumer } from './pulled-consumer.ts';
import type { ServerClock } from './server-clock.ts';
import { isMeant } from './subjects.ts';

export interface Sent {
  readonly subject: string;
  readonly headers: MsgHdrs | undefined;
  readonly data: Uint8Array;
}

export type Stored = Sent & { readonly seq: number; readonly at: number };

export type StreamOptions = Partial<StreamConfig> & { readonly name: string; readonly subjects: string[] };

const NANOS_PER_MS = 1_000_000;

/**
 * The stored messages of a stream, oldest first, and its consumers: durable ones, and those that fetch page by page.
 */
export class MemoryStream {
  readonly options: StreamOptions;
  readonly consumers = new Map<string, DurableConsumer>();
  readonly pulled = new Map<string, PulledConsumer>();
  readonly #clock: ServerClock;
  #messages: Stored[] = [];
  #lastSeq = 0;
  #bytes = 0;

  readonly #unheard: (subject: string) => void;

  constructor(options: StreamOptions, clock: ServerClock, unheard: (subject: string) => void = () => {}) {
    this.options = options;
    this.#clock = clock;
    this.#unheard = unheard;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get bytes(): number {
    return this.#bytes;
  }

  holds(subject: string): boolean {
    return this.options.subjects.some((filter) => isMeant(filter, subject));
  }

  store(sent: Sent): number {
    const stored = { ...sent, seq: this.#lastSeq + 1, at: this.#clock.now() };
    this.#lastSeq = stored.seq;
    this.#messages.push(stored);
    this.#bytes += sizeOf(stored);
    this.#discardOldest();
    for (const consumer of this.consumers.values()) consumer.dispatch();
    return stored.seq;
  }

  newestOf(subject: string): Stored | undefined {
    this.#discardOldest();
    return this.#messages.findLast((message) => message.subject === subject);
  }

  /** The next wanted message from a sequence on. */
  next(from: number, isWanted: (subject: string) => boolean): Stored | undefined {
    this.#discardOldest();
    for (let at = this.#indexOf(from); at < this.#messages.length; at += 1) {
      const message = this.#messages[at];
      if (message && isWanted(message.subject)) return message;
    }
    return undefined;
  }

  at(seq: number): Stored | undefined {
    const found = this.#messages[this.#indexOf(seq)];
    return found?.seq === seq ? found : undefined;
  }

  count(from: number, isWanted: (subject: string) => boolean): number {
    let count = 0;
    for (let at = this.#indexOf(from); at < this.#messages.length; at += 1)
      if (isWanted(this.#messages[at]?.subject ?? '')) count += 1;
    return count;
  }

  /** A server whose power is cut keeps what it had synced by then; a consumer in its memory is gone. */
  forgetSince(at: number): number {
    const kept = this.#messages.filter((message) => message.at <= at);
    const lost = this.#messages.length - kept.length;
    this.#messages = kept;
    this.#bytes = kept.reduce((sum, message) => sum + sizeOf(message), 0);
    this.#lastSeq -= lost;
    for (const consumer of this.consumers.values()) consumer.forgetBeyond(this.#lastSeq);
    this.pulled.clear();
    return lost;
  }

  /** There are no gaps: only the oldest messages are discarded. */
  #indexOf(seq: number): number {
    return Math.max(0, seq - (this.#messages[0]?.seq ?? 0));
  }

  #discardOldest(): void {
    const { max_bytes = -1, max_age = 0 } = this.options;
    const oldestAt = max_age > 0 ? this.#clock.now() - max_age / NANOS_PER_MS : Number.NEGATIVE_INFINITY;
    for (;;) {
      const [oldest] = this.#messages;
      const isTooMuch = max_bytes > 0 && this.#bytes > max_bytes;
      if (!oldest || (!isTooMuch && oldest.at >= oldestAt)) return;
      this.#messages.shift();
      if ([...this.consumers.values()].some((consumer) => consumer.lacks(oldest)))
        this.#unheard(oldest.subject);
      this.#bytes -= sizeOf(oldest);
    }
  }
}

function sizeOf({ subject, data, headers }: Sent): number {
  return subject.length + data.length + 22 + (headers ? headers.toString().length : 0);
}
