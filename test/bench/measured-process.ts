import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '@duixian/values';

const TASKSET = '/usr/bin/taskset';
const BETWEEN_LOOKS_MS = 50;

export type Measured = { readonly seconds: number; readonly peakMiB: number };

/** Whether a program can be pinned to one core here; if not, its helper threads use others. */
export const canPin = existsSync(TASKSET);

/** A Node program with its arguments, as a command. */
export function nodeProgram(program: string, ...programArguments: readonly string[]): readonly string[] {
  return [process.execPath, '--disable-warning=ExperimentalWarning', program, ...programArguments];
}

/** Runs a command on one core to its end; its output goes nowhere. */
export async function measureOnOneCore(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Measured> {
  const [file, ...rest] = canPin ? [TASKSET, '-c', '0', ...command] : command;
  const startedMs = performance.now();
  const child = spawn(defined(file, 'there is a program'), rest, {
    ...{ env, stdio: ['ignore', 'ignore', 'inherit'] },
  });
  const ended = once(child, 'exit');
  let peakMiB = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peakMiB = Math.max(peakMiB, peakMiBOf(defined(child.pid, 'it was started')));
    await Promise.race([ended, sleep(BETWEEN_LOOKS_MS)]);
  }
  const seconds = (performance.now() - startedMs) / 1_000;
  if (child.exitCode !== 0)
    throw new Error(`${command.join(' ')} ended with ${child.exitCode ?? child.signalCode}`);
  return { seconds, peakMiB };
}

function peakMiBOf(pid: number): number {
  try {
    const kiB = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kiB ?? 0) / 1_024;
  } catch {
    // The process has just ended.
    return 0;
  }
}
