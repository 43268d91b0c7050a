import { connectNats, type Nats, readBack, readServiceKeys, type ServiceKeys } from '@duixian/messaging';
import {
  ConfigurationError,
  connectDatabase,
  createLogger,
  type Database,
  grpcChannel,
  hasPrimary,
  isDatabaseOutage,
  type Logger,
  messageOf,
  mongoVariables,
  mustBeEncrypted,
  natsVariables,
  readConfiguration,
  sharedVariables,
  startGrpcServer,
  startMetrics,
  startTracing,
  stopTracing,
  type TlsFiles,
  tlsOf,
  untilItAnswers,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { z } from 'zod';
import { givingMemoryBack } from './memory-at-rest.ts';
import {
  type OpenService,
  openService,
  type ServiceDefinition,
  type Shared,
  type Stop,
} from './open-service.ts';
import { startOpsServer } from './ops-http.ts';

type Backing = z.output<z.ZodObject<typeof mongoVariables>> & z.output<z.ZodObject<typeof natsVariables>>;
type Prepared = { readonly tls: TlsFiles | undefined; readonly keys: ServiceKeys | undefined };

/** Runs a service until SIGTERM or SIGINT; an invalid configuration ends it with exit code 2. */
export async function runService<Shape extends z.ZodRawShape>(
  definition: ServiceDefinition<Shape>,
): Promise<void> {
  const stops: Stop[] = [];
  try {
    await startTracing();
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
    const keys = readServiceKeys(definition.name, configuration);
    const log = createLogger(definition.name, configuration.LOG_LEVEL);
    if (!keys) log.warn('without NATS_SERVICE_KEYS_FILE messages are neither proven nor checked');
    stopOnSignal(stops, log);
    await startService(definition, Object.assign(configuration, { tls, keys }), log, stops);
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

/**
 * Work that is not finished by then is not waited for: nothing is lost with it, and the parent of the process may wait
 * no longer.
 */
function endAfter(durationMs: number, log: Logger): void {
  const end = () => {
    log.error({ durationMs }, 'the orderly shutdown took too long; the process ends now');
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
  configuration: z.output<z.ZodObject<Shape>> & Shared & Backing & Prepared,
  log: Logger,
  stops: Stop[],
): Promise<void> {
  const { name } = definition;
  const metrics = startMetrics(name);
  stops.push(() => metrics.shutdown());
  const { MONGO_URL, MONGO_PASSWORD_FILE } = configuration;
  const connect = () => connectDatabase(MONGO_URL, `duixian_${name}`, MONGO_PASSWORD_FILE);
  const database = await untilItAnswers('MongoDB', connect, isDatabaseOutage, log);
  stops.push(() => database.client.close());
  const nats = await connectNats(configuration.NATS_URL, name, log, {
    seed: configuration.NATS_NKEY_SEED_FILE,
    replicas: configuration.NATS_STREAM_REPLICAS,
    keys: configuration.keys,
  });
  stops.push(() => nats.close());
  const { meter } = metrics;
  const { GRPC_ADDRESS, OPS_ADDRESS, tls } = configuration;
  // The process lives, and answers so, however long opening takes: a register reads back what it published.
  let notReady: OpenService['notReady'] = () => ['it is still starting'];
  const ops = await startOpsServer(OPS_ADDRESS, metrics, () => [
    ...awayServers(database, nats),
    ...notReady(),
  ]);
  stops.push(() => ops.stop());
  const channelTo = (server: string, address: string) => {
    const channel = grpcChannel(address, tls && { ...tls, server });
    stops.push(async () => channel.close());
    return channel;
  };
  const given = { configuration, log, meter, database, nats, readBack: readBack(nats, name, log), channelTo };
  const service = await openService(definition, given, stops);
  const grpc = await startGrpcServer(GRPC_ADDRESS, service.grpc, log, tls);
  await service.work();
  grpc.setServing(true);
  notReady = service.notReady;
  // The first step of stopping: clients that look for a ready process choose another, and calls in flight are answered.
  stops.push(() => {
    notReady = () => ['it is stopping'];
    grpc.setServing(false);
    return grpc.stop();
  });
  await giveMemoryBack(log, stops);
  log.info({ grpc: grpc.address, ops: ops.address }, 'listening');
}

/** For as long as the process lives. */
export async function giveMemoryBack(log: Logger, stops: Stop[]): Promise<void> {
  const memory = givingMemoryBack(log);
  await memory.start();
  stops.push(() => memory.stop());
}

function awayServers(database: Database, nats: Nats): string[] {
  return [...(hasPrimary(database) ? [] : ['MongoDB']), ...(nats.isConnected() ? [] : ['NATS'])];
}
