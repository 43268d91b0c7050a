import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { assert } from '@duixian/values';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { Problem } from './problem.ts';
import { identityOf, isRunning, type ProcessIdentity, processIdentity } from './process-identity.ts';

/** The process that supervises the system in this folder, if any. The lock of a killed process does not count. */
export function supervisorOf(folder: DataFolder): ProcessIdentity | undefined {
  const holder = readHolder(folder);
  return holder && isRunning(holder) ? holder : undefined;
}

/** Makes this process the only supervisor of the folder; returns a function that releases the lock. */
export function holdSupervisorLock(folder: DataFolder): () => void {
  const own = identityOf(process.pid);
  assert(own, 'this process runs');
  const candidate = `${folder.lockFile}.${process.pid}`;
  withFileProblems(folder.path, () => writeFileSync(candidate, `${JSON.stringify(own)}\n`, { mode: 0o600 }));
  try {
    // A link appears completely or not at all, and only where there is none: of two concurrent attempts, one wins.
    while (!tryLink(candidate, folder.lockFile)) {
      const holder = supervisorOf(folder);
      if (holder) throw alreadyRuns(folder, holder);
      rmSync(folder.lockFile, { force: true });
    }
  } finally {
    rmSync(candidate, { force: true });
  }
  return () => unlinkSync(folder.lockFile);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(folder: DataFolder): ProcessIdentity | undefined {
  try {
    return processIdentity.parse(JSON.parse(readFileSync(folder.lockFile, 'utf8')));
  } catch {
    return undefined;
  }
}

function alreadyRuns(folder: DataFolder, holder: ProcessIdentity): Problem {
  return new Problem(
    `A system already runs on ${folder.path} (process ${holder.pid}). Use it, end it with ./duixian stop --data ${folder.path}, or choose another folder with --data.`,
  );
}
