import { setTimeout as sleep } from 'node:timers/promises';
import type { DataFolder } from './data-folder.ts';
import { endProcesses } from './end-processes.ts';
import { isRunning } from './process-identity.ts';
import { supervisorOf } from './supervisor-lock.ts';
import { forgetProcesses } from './system-state.ts';

const supervisorTimeoutMs = 90_000;
const pollMs = 50;

export type Stopped = 'stopped' | 'leftovers ended' | 'nothing ran';

/** Stops the system of a folder from any process, no matter who started it; also what a killed supervisor left behind. */
export async function stopSystem(folder: DataFolder, report: (sentence: string) => void): Promise<Stopped> {
  const supervisor = supervisorOf(folder);
  if (supervisor) {
    process.kill(supervisor.pid, 'SIGTERM');
    const deadline = performance.now() + supervisorTimeoutMs;
    while (isRunning(supervisor) && performance.now() < deadline) await sleep(pollMs);
    if (isRunning(supervisor)) process.kill(supervisor.pid, 'SIGKILL');
  }
  const left = await endProcesses(folder.path, report);
  forgetProcesses(folder);
  if (supervisor) return 'stopped';
  return left.length > 0 ? 'leftovers ended' : 'nothing ran';
}
