import type { ConsumerConfig } from '@nats-io/jetstream';
import type { MemoryStream, Stored } from './memory-stream.ts';
import type { ServerClock } from './server-clock.ts';
import { isMeant } from './subjects.ts';

export type Acknowledgement = 'ack' | 'term' | 'working' | { readonly nakMs: number };

export type Delivery = Stored & { readonly deliveryCount: number; readonly pending: number };

/** A client that requests messages over a connection. */
export interface Puller {
  take(delivery: Delivery): void;
  fail(error: Error): void;
}

interface Outstanding {
  deliveries: number;
  /** From then on it is redelivered. */
  dueAt: number;
  /** It was acknowledged once and is only delivered again. */
  wasAcknowledged?: true;
}

const NANOS_PER_MS = 1_000_000;

/** A durable pull consumer with explicit acknowledgement: a message that is not acknowledged in time is redelivered. */
export class DurableConsumer {
  readonly name: string;
  config: Partial<ConsumerConfig>;
  readonly #stream: MemoryStream;
  readonly #clock: ServerClock;
  readonly #pullers: Puller[] = [];
  readonly #outstanding = new Map<number, Outstanding>();
  #nextSeq = 1;
  #turn = 0;
  #wakesAt = Number.POSITIVE_INFINITY;

  constructor(stream: MemoryStream, name: string, config: Partial<ConsumerConfig>, clock: ServerClock) {
    this.#stream = stream;
    this.name = name;
    this.config = config;
    this.#clock = clock;
  }

  readonly #isWanted = (subject: string): boolean =>
    (this.config.filter_subjects ?? []).some((filter) => isMeant(filter, subject));

  get pending(): number {
    return this.#stream.count(this.#nextSeq, this.#isWanted);
  }

  get ackPending(): number {
    return this.#outstanding.size;
  }

  /** Whether it still has to receive a message. */
  lacks({ seq, subject }: Stored): boolean {
    const outstanding = this.#outstanding.get(seq);
    if (outstanding) return outstanding.wasAcknowledged !== true;
    return seq >= this.#nextSeq && this.#isWanted(subject);
  }

  pull(puller: Puller): void {
    this.#pullers.push(puller);
    this.dispatch();
  }

  leave(puller: Puller): void {
    const at = this.#pullers.indexOf(puller);
    if (at >= 0) this.#pullers.splice(at, 1);
  }

  end(error: Error): void {
    for (const puller of this.#pullers.splice(0)) puller.fail(error);
  }

  acknowledge(seq: number, what: Acknowledgement): void {
    const outstanding = this.#outstanding.get(seq);
    if (!outstanding) return;
    if (what === 'ack' || what === 'term') this.#outstanding.delete(seq);
    else outstanding.dueAt = this.#clock.now() + (what === 'working' ? this.#ackWaitMs : what.nakMs);
    this.dispatch();
  }

  /** Delivers a delivered message once more, acknowledged or not. */
  deliverAgain(seq: number): void {
    const stored = this.#stream.at(seq);
    if (!stored || seq >= this.#nextSeq || !this.#isWanted(stored.subject)) return;
    const outstanding = this.#outstanding.get(seq) ?? { deliveries: 1, wasAcknowledged: true as const };
    this.#outstanding.set(seq, { ...outstanding, dueAt: this.#clock.now() });
    this.dispatch();
  }

  forgetBeyond(lastSeq: number): void {
    this.#nextSeq = Math.min(this.#nextSeq, lastSeq + 1);
    for (const seq of this.#outstanding.keys()) if (seq > lastSeq) this.#outstanding.delete(seq);
  }

  /** Delivers what is due to the clients that request it. */
  dispatch(): void {
    if (this.#pullers.length === 0) return;
    for (const [seq, outstanding] of this.#outstanding) {
      if (outstanding.dueAt > this.#clock.now()) continue;
      const stored = this.#stream.at(seq);
      if (stored) this.#deliver(stored, outstanding);
      else this.#outstanding.delete(seq);
    }
    const most = this.config.max_ack_pending ?? Number.POSITIVE_INFINITY;
    while (this.#outstanding.size < most) {
      const stored = this.#stream.next(this.#nextSeq, this.#isWanted);
      if (!stored) break;
      this.#nextSeq = stored.seq + 1;
      const outstanding = { deliveries: 0, dueAt: 0 };
      this.#outstanding.set(stored.seq, outstanding);
      this.#deliver(stored, outstanding);
    }
    this.#wakeForNext();
  }

  #deliver(stored: Stored, outstanding: Outstanding): void {
    outstanding.deliveries += 1;
    outstanding.dueAt = this.#clock.now() + this.#ackWaitMs;
    this.#turn = (this.#turn + 1) % this.#pullers.length;
    const delivery = { ...stored, deliveryCount: outstanding.deliveries, pending: this.pending };
    this.#pullers[this.#turn]?.take(delivery);
  }

  #wakeForNext(): void {
    let dueAt = Number.POSITIVE_INFINITY;
    for (const outstanding of this.#outstanding.values()) dueAt = Math.min(dueAt, outstanding.dueAt);
    if (dueAt >= this.#wakesAt) return;
    this.#wakesAt = dueAt;
    this.#clock.after(Math.max(0, dueAt - this.#clock.now()), () => {
      if (this.#wakesAt !== dueAt) return;
      this.#wakesAt = Number.POSITIVE_INFINITY;
      this.dispatch();
    });
  }

  get #ackWaitMs(): number {
    return (this.config.ack_wait ?? 30_000 * NANOS_PER_MS) / NANOS_PER_MS;
  }
}
