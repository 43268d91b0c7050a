import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '@duixian/values';
import type { Meter } from '@opentelemetry/api';
import type { z } from 'zod';
import { backoffMs } from './backoff.ts';
import { mongoVariables, natsVariables, readConfiguration, sharedVariables, tlsOf } from './configuration.ts';
import { ConfigurationError } from './configuration-error.ts';
import { Consumer, type ConsumerDefinition } from './consumer.ts';
import { connectDatabase, type Database, recordAttemptsIn } from './database.ts';
import { DEAD_LETTERS } from './dead-letters.ts';
import { mustBeEncrypted } from './encryption.ts';
import { isDatabaseOutage, messageOf } from './failure.ts';
import { type GrpcService, startGrpcServer } from './grpc-server.ts';
import type { TlsFiles } from './grpc-tls.ts';
import { createLogger, type Logger } from './logger.ts';
import { connectNats, type Nats } from './nats/connection.ts';
import { lastSaid } from './nats/last-said.ts';
import { type ReadBack, readBack } from './nats/read-back.ts';
import { operationsService, type Republish } from './operations.ts';
import { startOpsServer } from './ops-http.ts';
import { Outbox } from './outbox.ts';
import { Relay } from './relay.ts';
import { type Metrics, startMetrics } from './telemetry/metrics.ts';
import { stopTracing } from './telemetry/tracing-state.ts';
import type { StoredKind } from './upgrades/stored-kind.ts';

/** What every service stores. */
const OWN_KINDS: readonly StoredKind[] = [{ collection: 'outbox', version: 1 }, DEAD_LETTERS];

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
  /** What it published of facts, before anything is published anew; without it nothing was. */
  readonly readBack?: ReadBack;
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
  /** What it stores beside outbox and dead letters. */
  readonly kinds: readonly StoredKind[];
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
    mustBeEncrypted(configuration);
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
      endAfter(LIMITS.stopMs.most, log);
      void stopAll(stops).then(() => process.exit(0));
    });
  }
}

/** What is not over by then is not waited for: nothing is lost with it, and who started the process may wait no longer. */
function endAfter(durationMs: number, log: Logger): void {
  const end = () => {
    log.error({ durationMs }, 'the orderly end took too long; the process ends now');
    process.exit(1);
  };
  setTimeout(end, durationMs).unref();
}

export async function failToStart(error: unknown, stops: readonly Stop[]): Promise<never> {
  console.error(
    error instanceof ConfigurationError ? error.message : `The service could not start: ${messageOf(error)}`,
  );
  if (!(error instanceof ConfigurationError)) console.error(error);
  setTimeout(() => process.exit(1), LIMITS.stopMs.most).unref();
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
  const database = await untilConnected(
    () => connectDatabase(configuration.MONGO_URL, `duixian_${name}`, configuration.MONGO_PASSWORD_FILE),
    log,
  );
  stops.push(() => database.close());
  const nats = await connectNats(configuration.NATS_URL, name, log, {
    seed: configuration.NATS_NKEY_SEED_FILE,
    replicas: configuration.NATS_STREAM_REPLICAS,
    maxBytes: configuration.NATS_STREAM_MAX_BYTES,
  });
  stops.push(() => nats.close());
  const outbox = new Outbox(database);
  await outbox.deadLetters.open();
  const relay = new Relay(outbox, nats, log);
  stops.push(() => relay.stop());
  const read = readBack(nats, name);
  const runtime = { name, configuration, log, meter: metrics.meter, database, outbox, relay, readBack: read };
  const parts = await definition.start(runtime, (subject) => lastSaid(nats.manager, subject));
  relay.start();
  await startParts(parts, runtime, nats, metrics, stops);
}

/** Waits for the database at start, as for NATS; what is wrong with the password no time heals. */
async function untilConnected(connectOnce: () => Promise<Database>, log: Logger): Promise<Database> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await connectOnce();
    } catch (error) {
      if (!isDatabaseOutage(error)) throw error;
      log.warn({ reason: messageOf(error) }, 'MongoDB does not answer yet; it is asked again');
      await sleep(backoffMs(failures, { firstMs: 250, longestMs: 5_000 }));
    }
  }
}

async function startParts(
  parts: ServiceParts,
  { configuration, log, database, outbox, relay, meter }: ServiceRuntime<Shared & Tls>,
  nats: Nats,
  metrics: Metrics,
  stops: Stop[],
): Promise<void> {
  const { deadLetters } = outbox;
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
    stored: { database, kinds: [...OWN_KINDS, ...parts.kinds] },
  });
  gauge(meter, 'duixian_outbox_depth', 'Events stored and not yet published', () => relay.countUnpublished());
  gauge(meter, 'duixian_dead_letters', 'Messages that could not be processed', () => deadLetters.count());
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
  // The first of all that is stopped: who looks for a process to ask takes another, and calls under way are answered.
  stops.push(() => {
    grpc.setServing(false);
    return grpc.stop();
  });
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
