import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type ServiceProcess = {
  readonly child: ChildProcess;
  /** host:port of its gRPC server. */
  readonly address: string;
  /** Sends the signal and waits until it has ended. */
  end(signal: NodeJS.Signals): Promise<void>;
};

/** A service as a process of its own, from its sources and without credentials, for a test that kills it. */
export async function startProcess(
  folder: string,
  servers: { readonly mongo: { readonly url: string }; readonly nats: { readonly url: string } },
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      ENVIRONMENT: 'development',
      MONGO_URL: servers.mongo.url,
      NATS_URL: servers.nats.url,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(child.stdout)) {
    const { msg, grpc } = JSON.parse(line) as { msg: string; grpc: string };
    if (msg !== 'listening') continue;
    child.stdout.resume();
    return { child, address: grpc, end: (signal) => endProcess(child, signal) };
  }
  throw new Error(`${folder} ended before it listened`);
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  const ended = hasEnded ? undefined : once(child, 'exit');
  child.kill(signal);
  await ended;
}
