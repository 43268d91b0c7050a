import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './process-identity.ts';
import { processesOf, type SystemProcess } from './process-list.ts';

const pollMs = 20;
const serviceGraceMs = 15_000;
const serverGraceMs = 30_000;

/** First the sources of requests end, then the writers, then the servers with the written data. */
const STAGES: readonly { ends(part: string): boolean; graceMs: number }[] = [
  { ends: (part) => /^gateway(-\d+)?$/.test(part), graceMs: serviceGraceMs },
  { ends: (part) => !['mongod', 'nats-server'].includes(part), graceMs: serviceGraceMs },
  { ends: (part) => part === 'mongod', graceMs: serverGraceMs },
  { ends: () => true, graceMs: serverGraceMs },
];

/** Ends every process of the system in order: asks it to end, waits, and kills it if it does not. Returns the names. */
export async function endProcesses(
  dataPath: string,
  report: (sentence: string) => void = () => {},
): Promise<string[]> {
  const ended: string[] = [];
  for (const { ends, graceMs } of STAGES) {
    const stage = processesOf(dataPath).filter(({ part }) => ends(part));
    await endStage(stage, graceMs, report);
    ended.push(...stage.map(({ part }) => part));
  }
  return ended;
}

/** Ends all of them at once, as a power cut would. */
export function killProcesses(dataPath: string): void {
  for (const { pid } of processesOf(dataPath)) send(pid, 'SIGKILL');
}

async function endStage(
  stage: SystemProcess[],
  graceMs: number,
  report: (sentence: string) => void,
): Promise<void> {
  for (const { pid } of stage) send(pid, 'SIGTERM');
  if (await haveEnded(stage, graceMs)) return;
  for (const { pid, part } of stage.filter(isAlive)) {
    report(`${part} did not end within ${graceMs / 1000} s and was killed.`);
    send(pid, 'SIGKILL');
  }
  await haveEnded(stage, graceMs);
}

async function haveEnded(processes: SystemProcess[], timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (processes.some(isAlive)) {
    if (performance.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}

function isAlive({ pid }: SystemProcess): boolean {
  return identityOf(pid) !== undefined;
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended on its own between being listed and being signalled.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
