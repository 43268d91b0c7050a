import { type ServerBinaries, serverBinaries } from '@duixian/infrastructure';
import { defined } from '@duixian/values';
import { choosePorts } from './choose-ports.ts';
import { keepCredentials, type ServerAccess } from './credentials.ts';
import { type DataFolder, prepareDataFolder } from './data-folder.ts';
import { endProcesses } from './end-processes.ts';
import { keepRunning, type Part, type Watch } from './keep-running.ts';
import { keepLocalKeys, type LocalKeys } from './local-keys.ts';
import { keepMongodPort, mongodPort } from './mongod-port.ts';
import { Problem } from './problem.ts';
import { identityOf } from './process-identity.ts';
import { keepServerVersion } from './server-version.ts';
import { serverParts } from './servers.ts';
import { servicePart, surroundingsOf } from './service-part.ts';
import { type OtherServers, type PaymentSettings, startedServices } from './services.ts';
import { holdSupervisorLock } from './supervisor-lock.ts';
import { forgetProcesses, readSystemState, type SystemState, writeSystemState } from './system-state.ts';
import { watchDisk } from './watch-disk.ts';

const host = '127.0.0.1';

export type SystemOptions = PaymentSettings & {
  dataDir: string;
  /** The gateway's port; 0 takes any free one. Absent: the earlier one, at first 7750. */
  port?: number | undefined;
  report(sentence: string): void;
  /** Nobody has to authenticate: only to measure the cost of authentication. */
  unguarded?: true;
  /** Services do not prove their messages to each other: only to measure the cost of proofs. */
  unproven?: true;
  /** Interrupts a start in progress. */
  interrupted?: AbortSignal;
  /**
   * Starts other servers than the single NATS and MongoDB of a local system, such as clusters. They end with their
   * starter.
   */
  servers?: (folder: DataFolder, access: ServerAccess) => Promise<OtherServers>;
};

export type RunningSystem = {
  readonly url: string;
  readonly folder: DataFolder;
  readonly keys: LocalKeys;
  readonly payments: PaymentSettings;
  readonly servers: OtherServers | undefined;
  /** Resolves when the system cannot continue and has to be stopped. */
  readonly failed: Promise<Problem>;
  /** Ends everything in order; nothing that was acknowledged is lost. */
  stop(): Promise<void>;
};

/** Starts servers and services as processes on this machine, and supervises them until stopped. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const folder = prepareDataFolder(options.dataDir);
  const release = holdSupervisorLock(folder);
  const stopping = new AbortController();
  try {
    const left = await endProcesses(folder.path);
    if (left.length > 0) options.report(`Ended what an earlier start left behind: ${left.join(', ')}.`);
    return await startParts(options, folder, stopping, release);
  } catch (error) {
    stopping.abort();
    await endProcesses(folder.path);
    forgetProcesses(folder);
    release();
    throw error;
  }
}

async function startParts(
  options: SystemOptions,
  folder: DataFolder,
  stopping: AbortController,
  release: () => void,
): Promise<RunningSystem> {
  const keys = keepLocalKeys(folder);
  const binaries = await getBinaries(options.report);
  const state = await firstState(folder, options);
  const watch = watchOver(folder, state, stopping.signal, options.report);
  const access = await keepCredentials(folder, keys);
  const isGuarded = options.unguarded !== true;
  const servers = await options.servers?.(folder, access);
  if (!servers) {
    keepServerVersion(folder, binaries.mongodVersion);
    keepMongodPort(folder, defined(state.ports['mongod'], 'each server has a port'));
  }
  const own = servers ? {} : serverParts(binaries, folder, state.ports, isGuarded ? access : undefined);
  await startAll(Object.values(own), watch, options.interrupted);
  options.report('NATS and MongoDB are ready; starting the services …');
  const surroundings = {
    ...surroundingsOf(folder, state, isGuarded, options, servers),
    isUnproven: options.unproven === true,
  };
  const services = startedServices(options).map((service) => servicePart(service, folder, surroundings));
  await startAll(services, watch, options.interrupted);
  const failure = Promise.withResolvers<Problem>();
  const unwatchDisk = watchDisk(folder.path, failure.resolve);
  return {
    url: state.url,
    folder,
    keys,
    payments: options,
    servers,
    failed: failure.promise,
    async stop() {
      stopping.abort();
      unwatchDisk();
      await endProcesses(folder.path, options.report);
      forgetProcesses(folder);
      release();
    },
  };
}

async function getBinaries(report: (sentence: string) => void): Promise<ServerBinaries> {
  try {
    return await serverBinaries(report);
  } catch (cause) {
    throw new Problem((cause as Error).message, { cause });
  }
}

async function firstState(
  folder: DataFolder,
  { port, treasuryUrl }: Pick<SystemOptions, 'port' | 'treasuryUrl'>,
): Promise<SystemState> {
  const held = readSystemState(folder)?.ports ?? {};
  const ports = await choosePorts(held, port, mongodPort(folder, held));
  const state = { url: `http://${host}:${ports['gateway']}`, ports, processes: {}, treasuryUrl };
  writeSystemState(folder, state);
  return state;
}

/** Every start of a part is recorded at once, so that people and tests can identify each process. */
function watchOver(
  folder: DataFolder,
  state: SystemState,
  stopping: AbortSignal,
  report: (sentence: string) => void,
): Watch {
  return {
    stopping,
    report,
    started(name, pid) {
      const identity = identityOf(pid);
      if (!identity) return;
      state.processes[name] = identity;
      writeSystemState(folder, state);
    },
  };
}

/** Starts all at once; the first failure ends the wait. */
async function startAll(
  parts: readonly Part[],
  watch: Watch,
  interrupted: AbortSignal | undefined,
): Promise<void> {
  const started = Promise.all(parts.map((part) => keepRunning(part, watch)));
  const interruption = new Promise<never>((_, reject) => {
    const stop = () => reject(new Problem('Interrupted while starting; everything was stopped.'));
    if (interrupted?.aborted) stop();
    interrupted?.addEventListener('abort', stop, { once: true });
  });
  await Promise.race([started, interruption]);
}
