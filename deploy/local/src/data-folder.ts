import { chmodSync, existsSync, mkdirSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withFileProblems } from './file-problem.ts';
import { Problem } from './problem.ts';

/**
 * The journals of the databases alone take some hundred megabytes; with less than this a first start cannot succeed.
 */
const NEEDED_BYTES = 400 * 1024 * 1024;

/** The paths of one local system. */
export type DataFolder = {
  /** Absolute, with symbolic links resolved: it also identifies the system in its processes' environment. */
  readonly path: string;
  readonly logs: string;
  readonly nats: string;
  /** One folder per service, which only that service may read. */
  readonly secrets: string;
  readonly mongo: string;
  readonly stateFile: string;
  readonly lockFile: string;
  /** The local keys in clear text, readable by their owner only. */
  readonly keysFile: string;
  /** The initial persons of services/partners: it contains only hashes of their keys. */
  readonly firstPersonsFile: string;
  /** The gateway's file: the keys that it last read. */
  readonly accessFile: string;
};

export function dataFolder(folder: string): DataFolder {
  const path = realPath(resolve(folder));
  return {
    path,
    logs: join(path, 'logs'),
    nats: join(path, 'nats'),
    secrets: join(path, 'secrets'),
    mongo: join(path, 'mongo'),
    stateFile: join(path, 'state.json'),
    lockFile: join(path, 'supervisor.json'),
    keysFile: join(path, 'keys.json'),
    firstPersonsFile: join(path, 'first-persons.json'),
    accessFile: join(path, 'gateway-access.json'),
  };
}

/** Creates the folder if it is missing; throws a Problem when it cannot hold a system. */
export function prepareDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  withFileProblems(path, () => makeFolder(path));
  const prepared = dataFolder(path);
  withFileProblems(prepared.path, () => {
    // One write reveals missing permissions, a read-only disk and a file in the folder's place.
    const probe = join(prepared.path, `.probe-${process.pid}`);
    writeFileSync(probe, 'x'.repeat(4096));
    rmSync(probe);
    makeFolder(prepared.logs);
    // Account numbers, keys and logs must be readable by nobody else.
    chmodSync(prepared.path, 0o700);
  });
  const { bavail, bsize } = statfsSync(prepared.path);
  const freeBytes = bavail * bsize;
  if (freeBytes < NEEDED_BYTES) {
    throw new Problem(
      `The disk that holds ${prepared.path} is full but for ${megabytes(freeBytes)} MB; ${megabytes(NEEDED_BYTES)} MB are needed. Make room, or choose another folder with --data.`,
    );
  }
  return prepared;
}

/**
 * Like `recursive` of mkdirSync, which never returns where the file system reports that a folder does not exist
 * (/proc).
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function megabytes(bytes: number): number {
  return Math.floor(bytes / 1024 / 1024);
}
