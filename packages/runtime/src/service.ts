import type { Meter } from '@opentelemetry/api';
import type { z } from 'zod';
import {
  ConfigurationError,
  mongoVariables,
  natsVariables,
  readConfiguration,
  sharedVariables,
  tlsOf,
} from './configuration.ts';
import { Consumer, type ConsumerDefinition } from './consumer.ts';
import { connectDatabase, type Database, recordAttemptsIn } from './database.ts';
import { DeadLetters } from './dead-letters.ts';
import { messageOf } from './failure.ts';
import { type GrpcService, startGrpcServer } from './grpc-server.ts';
import type { TlsFiles } from './grpc-tls.ts';
import { createLogger, type Logger } from './logger.ts';
import { connectNats, type Nats } from './nats/connection.ts';
import { lastSaid } from './nats/last-said.ts';
import { operationsService, type Republish } from './operations.ts';
import { startOpsServer } from './ops-http.ts';
import { Outbox } from './outbox.ts';
import { Relay } from './relay.ts';
import { type Metrics, startMetrics } from './telemetry/metrics.ts';
import { stopTracing } from './telemetry/tracing-state.ts';

type Shared = z.output<z.ZodObject<typeof sharedVariables>>;
type Backing = z.output<z.ZodObject<typeof mongoVariables>> & z.output<z.ZodObject<typeof natsVariables>>;
type Tls = { readonly tls: TlsFiles | undefined };

/** What a service with a database and a place on NATS works with. */
export type ServiceRuntime<Configuration> = {
  readonly name: string;
  readonly configuration: Configuration;
  readonly log: Logger;
  readonly meter: Meter;
  readonly database: Database;
  readonly outbox: Outbox;
  readonly relay: Relay;
};

export type Background = { start(): void | Promise<void>; stop(): Promise<void> };

/** What a service is made of; started in the order below, stopped in reverse. */
export type ServiceParts = {
  readonly grpc: readonly GrpcService[];
  // biome-ignore lint/suspicious/noExplicitAny: consumers of different messages stand in one list
  readonly consumers?: readonly ConsumerDefinition<any>[];
  readonly background?: readonly Background[];
  readonly republish?: Republish;
  readonly pendingJobs?: () => Promise<bigint>;
  /** Why it cannot do its work beside servers that are away, in words; empty where it can. */
  readonly notReady?: () => readonly string[];
};

/** The newest message of a subject of the service's own, before anything is published anew. */
export type LastSaid = (subject: string) => Promise<Uint8Array | undefined>;

export type ServiceDefinition<Shape extends z.ZodRawShape> = {
  readonly name: string;
  readonly configuration: Shape;
  start(
    runtime: ServiceRuntime<z.output<z.ZodObject<Shape>> & Shared>,
    lastSaid: LastSaid,
  ): Promise<ServiceParts>;
};

type Stop = () => Promise<unknown>;

/** Runs a service until SIGTERM or SIGINT; a configuration that is not right ends it with exit code 2. */
export async function runService<Shape extends z.ZodRawShape>(
  definition: ServiceDefinition<Shape>,
): Promise<void> {
  const stops: Stop[] = [];
  try {
    const variables = {
      ...sharedVariables,
      ...mongoVariables,
      ...natsVariables,
      ...definition.configuration,
    };
    const configuration = readConfiguration(variables) as unknown as z.output<z.ZodObject<Shape>> &
      Shared &
      Backing;
    const tls = tlsOf(configuration, [configuration.GRPC_ADDRESS]);
    const log = createLogger(definition.name, configuration.LOG_LEVEL);
    stopOnSignal(stops, log);
    await startService(definition, Object.assign(configuration, { tls }), log, stops);
  } catch (error) {
    await failToStart(error, stops);
  }
}

/** Stops everything in reverse order at SIGTERM or SIGINT, then exits; a second signal ends the process at once. */
export function stopOnSignal(stops: readonly Stop[], log: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping');
      void stopAll(stops).then(() => process.exit(0));
    });
  }
}

export async function failToStart(error: unknown, stops: readonly Stop[]): Promise<never> {
  console.error(
    error instanceof ConfigurationError ? error.message : `The service could not start: ${messageOf(error)}`,
  );
  if (!(error instanceof ConfigurationError)) console.error(error);
  await stopAll(stops);
  process.exit(error instanceof ConfigurationError ? 2 : 1);
}

async function stopAll(stops: readonly Stop[]): Promise<void> {
  for (const stop of stops.toReversed())
    await stop().catch((error: unknown) => console.error(messageOf(error)));
  await stopTracing();
}

async function startService<Shape extends z.ZodRawShape>(
  definition: ServiceDefinition<Shape>,
  configuration: z.output<z.ZodObject<Shape>> & Shared & Backing & Tls,
  log: Logger,
  stops: Stop[],
): Promise<void> {
  const { name } = definition;
  const metrics = startMetrics(name);
  stops.push(() => metrics.shutdown());
  const database = await connectDatabase(
    configuration.MONGO_URL,
    `duixian_${name}`,
    configuration.MONGO_PASSWORD_FILE,
  );
  stops.push(() => database.close());
  const nats = await connectNats(configuration.NATS_URL, name, log, configuration.NATS_NKEY_SEED_FILE);
  stops.push(() => nats.close());
  const outbox = new Outbox(database);
  const relay = new Relay(outbox, nats, log);
  stops.push(() => relay.stop());
  const runtime = { name, configuration, log, meter: metrics.meter, database, outbox, relay };
  const parts = await definition.start(runtime, (subject) => lastSaid(nats.manager, subject));
  relay.start();
  await startParts(parts, runtime, nats, metrics, stops);
}

async function startParts(
  parts: ServiceParts,
  { configuration, log, database, relay, meter }: ServiceRuntime<Shared & Tls>,
  nats: Nats,
  metrics: Metrics,
  stops: Stop[],
): Promise<void> {
  const deadLetters = new DeadLetters(database);
  const consumers = (parts.consumers ?? []).map(
    (consumer) => new Consumer(consumer, nats, deadLetters, log, observe(meter, consumer.name)),
  );
  recordAttemptsIn(
    meter.createHistogram('duixian_transaction_attempts', {
      advice: { explicitBucketBoundaries: [1, 2, 3, 5, 10, 20, 60] },
    }),
  );
  const operations = operationsService({
    relay,
    deadLetters,
    consumers,
    republish: parts.republish,
    pendingJobs: parts.pendingJobs,
  });
  gauge(meter, 'duixian_outbox_depth', 'Events stored and not yet published', () => relay.countUnpublished());
  gauge(meter, 'duixian_dead_letters', 'Messages that could not be processed', () => deadLetters.count());
  for (const consumer of consumers) {
    gauge(meter, 'duixian_consumer_lag', 'Messages waiting or under way', () => consumer.countPending(), {
      consumer: consumer.name,
    });
  }
  const grpc = await startGrpcServer(
    configuration.GRPC_ADDRESS,
    [...parts.grpc, operations],
    log,
    configuration.tls,
  );
  stops.push(() => grpc.stop());
  for (const background of parts.background ?? []) {
    await background.start();
    stops.push(() => background.stop());
  }
  for (const consumer of consumers) {
    consumer.start();
    stops.push(() => consumer.stop());
  }
  const ops = await startOpsServer(configuration.OPS_ADDRESS, metrics, () => [
    ...awayServers(database, nats),
    ...(parts.notReady?.() ?? []),
  ]);
  stops.push(() => ops.stop());
  grpc.setServing(true);
  log.info({ grpc: grpc.address, ops: ops.address }, 'listening');
}

function awayServers(database: Database, nats: Nats): string[] {
  return [...(database.readyState === 1 ? [] : ['MongoDB']), ...(nats.isConnected() ? [] : ['NATS'])];
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
