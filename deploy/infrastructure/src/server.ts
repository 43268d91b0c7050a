import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFree } from './free-port.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const pollMs = 20;

/** A server process that can be stopped or killed and started again on the same port and data. */
export interface Server {
  readonly url: string;
  readonly port: number;
  /** The process id while it runs; undefined when stopped. */
  readonly pid: number | undefined;
  /** Starts it again, and returns when it is ready. Throws when it already runs. */
  start(): Promise<void>;
  /** Ends it with SIGTERM and waits; does nothing when it is already stopped. */
  stop(): Promise<void>;
  /** Ends it with SIGKILL, as a crash would, and waits. */
  kill(): Promise<void>;
  /** Resolves when the running process has ended, for whatever reason. */
  ended(): Promise<void>;
}

interface ServerProgram {
  /** Its name in messages. */
  name: string;
  binary: string;
  programArguments: string[];
  url: string;
  port: number;
  host: string;
  logFile: string;
  /** Contains the process id while the server runs, so that it can be found after its starter was killed. */
  pidFile: string;
  /** In addition to the starter's own environment. */
  environment?: Record<string, string>;
  /** Whether it is ready; called repeatedly after a start, and may fail until then. */
  isReady(): Promise<boolean>;
}

interface Run {
  child: ChildProcess;
  ended: Promise<void>;
}

/** Starts a server and returns it when it is ready. */
export async function startServer(program: ServerProgram): Promise<Server> {
  let run: Run | undefined;
  const isRunning = () => run !== undefined && !hasEnded(run.child);

  const server: Server = {
    url: program.url,
    port: program.port,
    get pid() {
      return isRunning() ? run?.child.pid : undefined;
    },
    async start() {
      if (isRunning()) throw new Error(`${program.name} already runs on port ${program.port}.`);
      run = await launch(program);
      await untilReady(program, run);
    },
    async stop() {
      if (run) await end(program.name, run, 'SIGTERM');
    },
    async kill() {
      if (run) await end(program.name, run, 'SIGKILL');
    },
    async ended() {
      await run?.ended;
    },
  };
  await server.start();
  return server;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function launch(program: ServerProgram): Promise<Run> {
  if (!(await isFree(program.port, program.host))) {
    throw new Error(
      `${program.name} cannot start: port ${program.port} on ${program.host} is in use. End what uses it, or choose another port.`,
    );
  }
  mkdirSync(dirname(program.logFile), { recursive: true });
  const log = openSync(program.logFile, 'a', 0o600);
  // A separate process group: Ctrl-C in a terminal reaches the whole foreground group, and a server must outlive the
  // services that still have something to write. The starter of a server also ends it.
  const child = spawn(program.binary, program.programArguments, {
    stdio: ['ignore', log, log],
    env: { ...process.env, ...program.environment },
    detached: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      rmSync(program.pidFile, { force: true });
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new Error(`${program.name} cannot be run: ${cause.message}.`, { cause })),
    );
  });
  writeFileSync(program.pidFile, `${child.pid}\n`, { mode: 0o600 });
  child.unref();
  return { child, ended };
}

async function untilReady(program: ServerProgram, run: Run): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    if (hasEnded(run.child)) throw new Error(`${program.name} ended while starting.${lastWords(program)}`);
    const ready = program.isReady().catch(() => false);
    if (await Promise.race([ready, run.ended.then(() => false)])) return;
    await sleep(pollMs);
  }
  await end(program.name, run, 'SIGKILL');
  throw new Error(`${program.name} was not ready within ${startTimeoutMs / 1000} s.${lastWords(program)}`);
}

function lastWords(program: ServerProgram): string {
  const lines = readFileSync(program.logFile, 'utf8').trim().split('\n').slice(-5);
  return ` The end of ${program.logFile}:\n${lines.join('\n')}`;
}

async function end(name: string, run: Run, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(run.child)) return;
  // A running server does not keep its starter alive; while it is being stopped, it does.
  run.child.ref();
  run.child.kill(signal);
  const stopped = await Promise.race([
    run.ended.then(() => true),
    sleep(stopTimeoutMs, false, { ref: false }),
  ]);
  if (stopped) return;
  run.child.kill('SIGKILL');
  await run.ended;
  throw new Error(`${name} did not end within ${stopTimeoutMs / 1000} s of ${signal} and was killed.`);
}
