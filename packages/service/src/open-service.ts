import {
  CONSUMER_POSITIONS,
  Consumer,
  type ConsumerDefinition,
  DEAD_LETTERS,
  DISCARDED_DEAD_LETTERS,
  lastPublished,
  type Nats,
  Outbox,
  type PublishedMessage,
  type ReadBack,
  Relay,
  RetentionGaps,
  type RunningConsumer,
} from '@duixian/messaging';
import {
  type Background,
  COMMANDS,
  type Database,
  type GrpcService,
  type Logger,
  recordAttemptsIn,
  type StoredKind,
  type sharedVariables,
} from '@duixian/runtime';
import type { Channel } from '@grpc/grpc-js';
import type { Meter } from '@opentelemetry/api';
import type { z } from 'zod';
import { operationsService, type Republish } from './operations.ts';

/** The collections that every service has. */
const OWN_KINDS: readonly StoredKind[] = [
  { collection: 'outbox', version: 1 },
  DEAD_LETTERS,
  DISCARDED_DEAD_LETTERS,
  CONSUMER_POSITIONS,
  COMMANDS,
];

export type Shared = z.output<z.ZodObject<typeof sharedVariables>>;

/** What a service with a database and NATS works with. */
export type ServiceRuntime<Configuration> = {
  readonly name: string;
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly meter: Meter;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly relay: Relay;
  /** Reads back the facts that it published, before it publishes anything again; undefined where it published none. */
  readonly readBack?: ReadBack;
  /** Whether it requires proofs of the messages that it reads: always, except in development without keys. */
  readonly asksForProofs?: boolean;
};

/** The way to other services, for the few calls that there are (grpc-callers.ts). */
export type Channels = {
  /** With the certificate of this service. The channel closes when this service has stopped. */
  channelTo(service: string, address: string): Channel;
};

/** The parts of a service; started in the order below, stopped in reverse. */
export type ServiceParts = {
  readonly grpc: readonly GrpcService[];
  // biome-ignore lint/suspicious/noExplicitAny: consumers of different messages stand in one list
  readonly consumers?: readonly ConsumerDefinition<any>[];
  readonly background?: readonly Background[];
  readonly republish?: Republish;
  readonly pendingJobs?: () => Promise<bigint>;
  /** Why it cannot work, apart from servers that are away, in words; empty where it can. */
  readonly notReady?: () => readonly string[];
  /** Its collections besides outbox and dead letters. */
  readonly kinds: readonly StoredKind[];
};

/** The newest message of a subject of the service's own, before it publishes anything again. */
export type LastPublished = (subject: string) => Promise<PublishedMessage | undefined>;

export type ServiceDefinition<Shape extends z.ZodRawShape> = {
  readonly name: string;
  readonly configuration: Shape;
  start(
    runtime: ServiceRuntime<z.output<z.ZodObject<Shape>> & Shared> & Channels,
    lastPublished: LastPublished,
  ): Promise<ServiceParts>;
};

export type Stop = () => Promise<unknown>;

/** What a service works with, and its configuration: passed in, so that a simulation can pass its own. */
export type Surroundings<Configuration> = Omit<ServiceRuntime<Configuration>, 'name' | 'outbox' | 'relay'> &
  Channels & { readonly nats: Nats };

export type OpenService = {
  readonly grpc: readonly GrpcService[];
  notReady(): readonly string[];
  /** Starts the work that it does by itself. */
  work(): Promise<void>;
};

/** Opens everything of a service except its servers. */
export async function openService<Shape extends z.ZodRawShape>(
  { name, start }: Pick<ServiceDefinition<Shape>, 'name' | 'start'>,
  { nats, ...given }: Surroundings<z.output<z.ZodObject<Shape>> & Shared>,
  stops: Stop[],
): Promise<OpenService> {
  const { database, log, meter } = given;
  const outbox = new Outbox(database);
  await outbox.deadLetters.open();
  const relay = new Relay(outbox, nats, log);
  stops.push(() => relay.stop());
  const asksForProofs = nats.proofs !== undefined;
  const runtime = { ...given, name, outbox, relay, asksForProofs };
  const parts = await start(runtime, (subject) => lastPublished(nats, subject));
  relay.start();
  const consumers = (parts.consumers ?? []).map(
    (consumer) => new Consumer(consumer, nats, outbox.deadLetters, log, observe(meter, consumer.name)),
  );
  const gaps = new RetentionGaps(database, consumers, log);
  measure(runtime, consumers);
  return {
    grpc: [...parts.grpc, operationsOf(runtime, parts, consumers, gaps)],
    notReady: () => parts.notReady?.() ?? [],
    work: () => startWork([...(parts.background ?? []), gaps], consumers, stops),
  };
}

async function startWork(
  background: readonly Background[],
  consumers: readonly RunningConsumer[],
  stops: Stop[],
): Promise<void> {
  for (const one of background) {
    await one.start();
    stops.push(() => one.stop());
  }
  for (const consumer of consumers) {
    consumer.start();
    stops.push(() => consumer.stop());
  }
}

function operationsOf(
  { relay, outbox, database }: ServiceRuntime<unknown>,
  { republish, pendingJobs, kinds }: ServiceParts,
  consumers: readonly RunningConsumer[],
  gaps: RetentionGaps,
): GrpcService {
  const stored = { database, kinds: [...OWN_KINDS, ...kinds] };
  return operationsService({
    ...{ relay, deadLetters: outbox.deadLetters, consumers, gaps, republish, pendingJobs, stored },
  });
}

function measure(
  { meter, relay, outbox: { deadLetters } }: ServiceRuntime<unknown>,
  consumers: readonly RunningConsumer[],
): void {
  recordAttemptsIn(
    meter.createHistogram('duixian_transaction_attempts', {
      advice: { explicitBucketBoundaries: [1, 2, 3, 5, 10, 20, 60] },
    }),
  );
  gauge(meter, 'duixian_outbox_depth', 'Events stored and not yet published', () => relay.countUnpublished());
  gauge(meter, 'duixian_dead_letters', 'Messages that could not be processed', () => deadLetters.count());
  gauge(
    meter,
    'duixian_unbelieved_messages',
    'Messages kept aside because they have no valid proof',
    async () => BigInt(await deadLetters.countUnbelieved()),
  );
  gauge(
    meter,
    'duixian_dead_letters_oldest_seconds',
    'Age of the oldest dead letter, in seconds',
    async () => {
      const at = await deadLetters.oldestAt();
      return at ? BigInt(Math.max(0, Math.round((Date.now() - at.getTime()) / 1_000))) : 0n;
    },
  );
  for (const consumer of consumers) {
    gauge(meter, 'duixian_consumer_lag', 'Messages waiting or in flight', () => consumer.countPending(), {
      consumer: consumer.name,
    });
  }
}

function observe(meter: Meter, consumer: string) {
  const sizes = meter.createHistogram('duixian_batch_size', {
    advice: { explicitBucketBoundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  });
  const outcomes = meter.createCounter('duixian_messages');
  return {
    batch: (size: number) => sizes.record(size, { consumer }),
    outcome: (outcome: string) => outcomes.add(1, { consumer, outcome }),
  };
}

function gauge(
  meter: Meter,
  name: string,
  description: string,
  read: () => Promise<bigint>,
  attributes = {},
): void {
  meter.createObservableGauge(name, { description }).addCallback(async (result) => {
    const value = await read().catch(() => undefined);
    if (value !== undefined) result.observe(Number(value), attributes);
  });
}
