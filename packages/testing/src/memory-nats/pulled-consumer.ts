import type { ConsumerConfig } from '@nats-io/jetstream';
import type { MemoryStream, Stored } from './memory-stream.ts';
import type { ServerClock } from './server-clock.ts';
import { isMeant } from './subjects.ts';

const NANOS_PER_MS = 1_000_000;

/**
 * A consumer without acknowledgement, from which a number of messages is fetched at a time, and which ends after long
 * inactivity.
 */
export class PulledConsumer {
  readonly config: Partial<ConsumerConfig>;
  readonly #stream: MemoryStream;
  readonly #clock: ServerClock;
  #nextSeq: number;
  #delivered = 0;
  #activeAt: number;

  constructor(stream: MemoryStream, config: Partial<ConsumerConfig>, clock: ServerClock) {
    this.#stream = stream;
    this.config = config;
    this.#clock = clock;
    this.#activeAt = clock.now();
    this.#nextSeq = Math.min(config.opt_start_seq ?? 1, stream.lastSeq + 1);
  }

  readonly #isWanted = (subject: string): boolean => isMeant(this.config.filter_subject ?? '>', subject);

  get hasEnded(): boolean {
    const idleMs = (this.config.inactive_threshold ?? 0) / NANOS_PER_MS;
    return this.#clock.now() - this.#activeAt > idleMs;
  }

  get info() {
    return {
      config: this.config,
      delivered: { consumer_seq: this.#delivered, stream_seq: this.#nextSeq - 1 },
      num_pending: this.#stream.count(this.#nextSeq, this.#isWanted),
      num_ack_pending: 0,
    };
  }

  /** At most this many of the available messages. */
  fetch(most: number): Stored[] {
    this.#activeAt = this.#clock.now();
    const found: Stored[] = [];
    while (found.length < most) {
      const stored = this.#stream.next(this.#nextSeq, this.#isWanted);
      if (!stored) break;
      this.#nextSeq = stored.seq + 1;
      found.push(stored);
    }
    this.#delivered += found.length;
    return found;
  }
}
