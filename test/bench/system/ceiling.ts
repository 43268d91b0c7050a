import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Stage } from '../../e2e/stage.ts';
import { cpuMicros } from './processes.ts';

const THREE_WRITES = fileURLToPath(new URL('three-writes.ts', import.meta.url));

/** `cpuMicros` is the time of mongod and the client for one fact. */
export type Ceiling = { readonly perSecond: number; readonly cpuMicros: number };

/** Measures the ceiling on the server of the system, while the system is idle. */
export async function measureCeiling(stage: Stage, facts: number): Promise<Ceiling> {
  const server = stage.pidOf('mongod');
  const before = cpuMicros(server);
  const program = ['--disable-warning=ExperimentalWarning', THREE_WRITES, String(facts)];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    env: { ...process.env, MONGO_URL: stage.mongoUrl() },
  });
  const { perSecond, clientCpuMicros } = JSON.parse(stdout) as { perSecond: number; clientCpuMicros: number };
  return { perSecond, cpuMicros: clientCpuMicros + (cpuMicros(server) - before) / facts };
}
