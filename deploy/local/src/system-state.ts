import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { processIdentity } from './process-identity.ts';
import { writeAtomically } from './write-atomically.ts';

/** What others need to know of a local system; kept when it stops, so that the next start uses the same addresses. */
const systemState = z.object({
  /** The gateway's address. */
  url: z.string(),
  /** Chosen once and kept while they are free; by server, or service and use. */
  ports: z.record(z.string(), z.int().min(1).max(65_535)),
  /** Where orders are sent, if that is not the sandbox treasury. */
  treasuryUrl: z.string().optional(),
  /** The running processes, by name; empty when stopped. */
  processes: z.record(z.string(), processIdentity),
});

export type SystemState = z.output<typeof systemState>;

/**
 * Undefined before the first start. A damaged file counts as absent: nothing in it is needed to find anything again.
 */
export function readSystemState(folder: DataFolder): SystemState | undefined {
  if (!existsSync(folder.stateFile)) return undefined;
  try {
    return systemState.parse(JSON.parse(readFileSync(folder.stateFile, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeSystemState(folder: DataFolder, state: SystemState): void {
  withFileProblems(folder.path, () =>
    writeAtomically(folder.stateFile, `${JSON.stringify(state, null, 2)}\n`),
  );
}

/** Called once they have ended; addresses and ports are kept. */
export function forgetProcesses(folder: DataFolder): void {
  const state = readSystemState(folder);
  if (state) writeSystemState(folder, { ...state, processes: {} });
}
