import { dirname, join } from 'node:path';
import type { Ports } from './choose-ports.ts';
import { credentialVariables } from './credentials.ts';
import type { DataFolder } from './data-folder.ts';
import type { Part } from './keep-running.ts';
import { processMark } from './process-list.ts';
import { programOf } from './programs/build-programs.ts';
import { runServiceProcess } from './service-process.ts';
import type { LocalService, OtherServers, PaymentSettings, Surroundings } from './services.ts';
import type { SystemState } from './system-state.ts';

const host = '127.0.0.1';
/**
 * The settings of the image: MiB of old space (of the 512 that a service may take, the rest is for program, buffers and
 * a worker); how far the heap may grow beyond its live data until it is collected, in percent; and MiB of half the new
 * space. V8 lets a heap with such a limit grow by only about a half, which costs a tenth of a service's time under load;
 * with a quarter of that new space a batch of facts is copied to the old space before it is processed, which costs more.
 */
const WITHIN_ITS_MEMORY = [
  '--max-old-space-size=320',
  '--heap-growing-percent=100',
  '--max-semi-space-size=16',
];
const root = join(import.meta.dirname, '../../..');

/** The addresses and settings that the services of a system receive. */
export function surroundingsOf(
  folder: DataFolder,
  { ports, url }: SystemState,
  isGuarded = true,
  payments: PaymentSettings = {},
  servers: OtherServers = {
    mongoUrl: `mongodb://${host}:${ports['mongod']}/?replicaSet=rs0&directConnection=true`,
    natsUrl: `nats://${host}:${ports['nats']}`,
    environment: {},
  },
): Surroundings {
  return {
    ...servers,
    gatewayUrl: url,
    firstPersonsFile: folder.firstPersonsFile,
    accessFile: folder.accessFile,
    treasuryDir: join(folder.path, 'treasury'),
    secrets: folder.secrets,
    isGuarded,
    payments,
    address: (service, use) => addressOf(ports, service, use),
  };
}

function addressOf(ports: Ports, service: string, use: string): string {
  return `${host}:${ports[`${service}.${use}`]}`;
}

function credentialsOf({ name }: LocalService, folder: DataFolder, { isUnproven }: Surroundings) {
  const { NATS_SERVICE_KEYS_FILE, ...others } = credentialVariables(folder, name);
  return { ...others, ...(NATS_SERVICE_KEYS_FILE && !isUnproven && { NATS_SERVICE_KEYS_FILE }) };
}

/** A process of a service, under a name that its log and its mark use. */
export function servicePart(
  service: LocalService,
  folder: DataFolder,
  surroundings: Surroundings,
  name = service.name,
): Part {
  const address = (use: 'ops' | 'http') =>
    service.listens.includes(use) ? surroundings.address(service.name, use) : undefined;
  const program = {
    name,
    folder: join(root, service.folder),
    environment: {
      // A system that one person starts on one machine is not production.
      ENVIRONMENT: 'development',
      ...surroundings.environment,
      ...service.environment(surroundings),
      ...(service.hasCredentials && surroundings.isGuarded && credentialsOf(service, folder, surroundings)),
      ...processMark(folder.path, name),
      OTEL_SERVICE_NAME: service.name,
    },
    logFile: join(folder.logs, `${name}.log`),
    opsAddress: address('ops'),
    httpAddress: service.name === 'gateway' ? new URL(surroundings.gatewayUrl).host : address('http'),
  };
  return {
    name,
    async launch() {
      const file = await programOf(service.name);
      return runServiceProcess({
        ...program,
        programArguments: [...WITHIN_ITS_MEMORY, file],
        // Beside the program, so that what was compiled goes with it.
        environment: { ...program.environment, NODE_COMPILE_CACHE: join(dirname(file), 'compiled') },
      });
    },
  };
}
