import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLine } from './last-line.ts';
import { Problem } from './problem.ts';

const startTimeoutMs = 60_000;
const answerTimeoutMs = 2_000;
const pollMs = 100;

type ServiceProgram = {
  readonly name: string;
  readonly folder: string;
  readonly programArguments: readonly string[];
  readonly environment: Record<string, string>;
  readonly logFile: string;
  /** host:port that answers `/readyz`, if it has one. */
  readonly opsAddress: string | undefined;
  /** host:port that accepts connections when it is ready, if it has one. */
  readonly httpAddress: string | undefined;
};

type ServiceRun = {
  readonly pid: number;
  /** Resolves to how it ended: "exit code 1", "SIGKILL". */
  readonly ended: Promise<string>;
  /** Rejects with a Problem when it ends, or is not ready in time. */
  ready(): Promise<void>;
};

/** Starts a service with the running Node; its output goes to its log file, so that it outlives its starter. */
export async function runServiceProcess(program: ServiceProgram): Promise<ServiceRun> {
  const log = openSync(program.logFile, 'a', 0o600);
  // A separate process group: Ctrl-C reaches the whole foreground group, but services must end in order, not all at
  // once.
  const child = spawn(process.execPath, program.programArguments, {
    cwd: program.folder,
    env: { ...process.env, ...program.environment },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new Problem(`${program.name} could not be started: ${cause.message}.`, { cause })),
    );
  });
  return { pid: child.pid ?? 0, ended, ready: () => untilReady(program, child) };
}

async function untilReady(program: ServiceProgram, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (!(await isReady(program))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const how = child.signalCode ?? `exit code ${child.exitCode}`;
      throw new Problem(
        `${program.name} ended while starting (${how}): ${lastLine(program.logFile)}. More is in ${program.logFile}.`,
      );
    }
    if (performance.now() > deadline) {
      throw new Problem(
        `${program.name} was not ready within ${startTimeoutMs / 1000} s. Its log is ${program.logFile}.`,
      );
    }
    await sleep(pollMs);
  }
}

async function isReady({ opsAddress, httpAddress }: ServiceProgram): Promise<boolean> {
  if (opsAddress !== undefined && !(await answersReady(opsAddress))) return false;
  return httpAddress === undefined || takesConnections(httpAddress);
}

export async function answersReady(opsAddress: string): Promise<boolean> {
  try {
    const answer = await fetch(`http://${opsAddress}/readyz`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Whether the process that answers `/healthz` there is this one. */
export async function runsAs(address: string, pid: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${address}/healthz`, { signal: AbortSignal.timeout(answerTimeoutMs) });
    return ((await answer.json()) as { pid?: unknown }).pid === pid;
  } catch {
    return false;
  }
}

export function takesConnections(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`http://${address}`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(answerTimeoutMs, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
