import { type ConsumerConfig, type ConsumerUpdateConfig, JetStreamApiError } from '@nats-io/jetstream';
import type { Link } from '../link.ts';
import { DurableConsumer } from './durable-consumer.ts';
import { MemoryConnection } from './memory-connection.ts';
import { MemoryStream, type StreamOptions } from './memory-stream.ts';
import { PulledConsumer } from './pulled-consumer.ts';
import { REAL_CLOCK, type ServerClock } from './server-clock.ts';

const MIB = 1024 * 1024;
/** The configuration of nats-server in `deploy/infrastructure`. */
const SYNC_INTERVAL_MS = 1_000;

type Options = {
  readonly maxPayload?: number;
  readonly clock?: ServerClock;
  readonly unheard?: (subject: string) => void;
};

/**
 * A NATS server with JetStream in memory: as much of it as the runtime uses, and the ways in which it fails. It never
 * waits for anything itself; whatever goes to or comes from a client waits for that client's link.
 */
export class MemoryNats {
  readonly maxPayload: number;
  readonly clock: ServerClock;
  readonly streams = new Map<string, MemoryStream>();
  readonly #connections = new Set<MemoryConnection>();
  #awayUntil = 0;

  readonly #unheard: (subject: string) => void;

  /** `unheard` is called for each message that expired before all of its consumers had received it. */
  constructor({ maxPayload = MIB, clock = REAL_CLOCK, unheard = () => {} }: Options = {}) {
    this.maxPayload = maxPayload;
    this.clock = clock;
    this.#unheard = unheard;
  }

  /** Whether everything that it stores was read and acknowledged by its consumers. */
  get isQuiet(): boolean {
    return [...this.streams.values()].every(({ consumers }) =>
      [...consumers.values()].every(({ pending, ackPending }) => pending === 0 && ackPending === 0),
    );
  }

  connect(link: Link): MemoryConnection {
    const connection = new MemoryConnection(this, link);
    this.#connections.add(connection);
    return connection;
  }

  /** Its client is gone; its unacknowledged messages go to others after the acknowledgement timeout. */
  drop(connection: MemoryConnection): void {
    connection.leaveConsumers();
    this.#connections.delete(connection);
  }

  streamOf(subject: string): MemoryStream | undefined {
    return [...this.streams.values()].find((stream) => stream.holds(subject));
  }

  /** As `streamOf`; a publisher that requests an acknowledgement gets an error where there is no stream. */
  listening(subject: string): MemoryStream {
    const stream = this.streamOf(subject);
    if (!stream) throw notEnabled();
    return stream;
  }

  /** For this long nobody is connected; messages in flight, in either direction, are lost. */
  disconnectAll(forMs: number): void {
    for (const connection of this.#connections) this.disconnect(connection, forMs);
  }

  disconnect(connection: MemoryConnection, forMs: number): void {
    if (!connection.isConnected) return;
    connection.lose();
    this.clock.after(forMs, () => {
      if (this.#connections.has(connection)) connection.regain();
    });
  }

  /**
   * The server that stores loses its power, and what it had not synced. Clients that are connected to another server of
   * its cluster notice only that nobody answers until it is back. Returns how many messages are lost.
   */
  cutPower(awayMs: number): number {
    const syncedUntil = this.clock.now() - SYNC_INTERVAL_MS;
    this.#awayUntil = this.clock.now() + awayMs;
    let lost = 0;
    for (const stream of this.streams.values()) lost += stream.forgetSince(syncedUntil);
    return lost;
  }

  get isAway(): boolean {
    return this.clock.now() < this.#awayUntil;
  }

  loseDisk(): void {
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const { consumers } of streams)
      for (const consumer of consumers.values()) consumer.end(apiError(404, 10_059, 'stream not found'));
  }

  addStream(options: StreamOptions): void {
    const known = this.streams.get(options.name);
    if (!known) this.streams.set(options.name, new MemoryStream(options, this.clock, this.#unheard));
    else if (!isSame(known.options, options))
      throw apiError(400, 10_058, 'stream name already in use with a different configuration');
  }

  stream(name: string): MemoryStream {
    const stream = this.streams.get(name);
    if (!stream) throw apiError(404, 10_059, 'stream not found');
    return stream;
  }

  addConsumer(streamName: string, config: Partial<ConsumerConfig>): void {
    const stream = this.stream(streamName);
    if (config.durable_name === undefined) {
      this.#addPulled(stream, config);
      return;
    }
    const name = config.durable_name;
    const known = stream.consumers.get(name);
    if (!known) stream.consumers.set(name, new DurableConsumer(stream, name, config, this.clock));
    else if (!isSame(known.config, config)) throw apiError(400, 10_148, 'consumer already exists');
  }

  #addPulled(stream: MemoryStream, config: Partial<ConsumerConfig>): void {
    const name = config.name ?? '';
    const known = stream.pulled.get(name);
    if (!known || known.hasEnded) stream.pulled.set(name, new PulledConsumer(stream, config, this.clock));
    else if (!isSame(known.config, config)) throw apiError(400, 10_148, 'consumer already exists');
  }

  pulledConsumer(streamName: string, name: string): PulledConsumer | undefined {
    const consumer = this.stream(streamName).pulled.get(name);
    return consumer?.hasEnded ? undefined : consumer;
  }

  /** For a consumer of either kind. */
  infoOf(streamName: string, name: string): object {
    const pulled = this.pulledConsumer(streamName, name);
    if (pulled) return pulled.info;
    const { pending, ackPending } = this.consumer(streamName, name);
    return { num_pending: pending, num_ack_pending: ackPending };
  }

  deleteConsumer(streamName: string, name: string): void {
    if (!this.pulledConsumer(streamName, name)) throw apiError(404, 10_014, 'consumer not found');
    this.stream(streamName).pulled.delete(name);
  }

  updateConsumer(streamName: string, name: string, changed: Partial<ConsumerUpdateConfig>): void {
    const consumer = this.consumer(streamName, name);
    consumer.config = { ...consumer.config, ...changed };
    consumer.dispatch();
  }

  consumer(streamName: string, name: string): DurableConsumer {
    const consumer = this.stream(streamName).consumers.get(name);
    if (!consumer) throw apiError(404, 10_014, 'consumer not found');
    return consumer;
  }
}

/** The client's error for "no responders", with the same name; the class is different. */
function notEnabled(): Error {
  return Object.assign(new Error('jetstream is not enabled'), { name: 'JetStreamNotEnabled' });
}

function apiError(code: number, err_code: number, description: string): JetStreamApiError {
  return new JetStreamApiError({ code, err_code, description });
}

function isSame(one: object, other: object): boolean {
  const written = (value: object) => JSON.stringify(Object.entries(value).sort());
  return written(one) === written(other);
}
