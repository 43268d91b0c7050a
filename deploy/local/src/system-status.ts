import type { DataFolder } from './data-folder.ts';
import { isRunning } from './process-identity.ts';
import { answersReady, runsAs, takesConnections } from './service-process.ts';
import { startedServices } from './services.ts';
import { supervisorOf } from './supervisor-lock.ts';
import { readSystemState, type SystemState } from './system-state.ts';

type PartState = 'ready' | 'not ready' | 'stopped';

export type PartStatus = {
  readonly name: string;
  readonly state: PartState;
  readonly pid: number | null;
  /** host:port of `/healthz`, `/readyz` and `/metrics`, if it has them. */
  readonly ops: string | null;
};

export type SystemStatus = {
  readonly running: boolean;
  readonly url: string | null;
  readonly parts: readonly PartStatus[];
};

/** The status of the system of a folder, part by part; each part is asked itself. */
export async function systemStatus(folder: DataFolder): Promise<SystemStatus> {
  const state = readSystemState(folder);
  if (!state) return { running: false, url: null, parts: [] };
  const names = ['nats-server', 'mongod', ...startedServices(state).map(({ name }) => name)];
  const parts = await Promise.all(names.map((name) => partStatus(name, state)));
  return { running: supervisorOf(folder) !== undefined, url: state.url, parts };
}

async function partStatus(name: string, state: SystemState): Promise<PartStatus> {
  const identity = state.processes[name];
  const opsPort = state.ports[`${name}.ops`];
  const ops = opsPort === undefined ? null : `127.0.0.1:${opsPort}`;
  if (!identity || !isRunning(identity)) return { name, state: 'stopped', pid: null, ops };
  const isReady = ops === null ? isListening(name, identity.pid, state) : answersReady(ops);
  return { name, state: (await isReady) ? 'ready' : 'not ready', pid: identity.pid, ops };
}

/** Another program may listen on the port of a part that could not: the sandbox treasury states which process it is. */
function isListening(name: string, pid: number, state: SystemState): Promise<boolean> {
  const address = `127.0.0.1:${ownPort(name, state)}`;
  return name === 'treasury' ? runsAs(address, pid) : takesConnections(address);
}

function ownPort(name: string, { ports }: SystemState): number | undefined {
  return ports[name === 'nats-server' ? 'nats' : name] ?? ports[`${name}.http`];
}
