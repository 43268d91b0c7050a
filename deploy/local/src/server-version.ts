import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { Problem } from './problem.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * MongoDB opens only the data of its own major version, and of the previous one if that was prepared for it; its
 * behaviour with other data is not always defined. So a folder keeps the version that wrote it, and another major
 * version is refused before it is started.
 */
export function keepServerVersion(folder: DataFolder, version: string): void {
  const file = join(folder.mongo, 'version');
  withFileProblems(folder.path, () => {
    mkdirSync(folder.mongo, { recursive: true });
    const held = (existsSync(file) ? readFileSync(file, 'utf8').trim() : loggedVersion(folder)) ?? version;
    if (majorOf(held) !== majorOf(version)) throw otherMajor(folder, held, version);
    if (held !== version || !existsSync(file)) writeAtomically(file, `${version}\n`);
  });
}

/** Release 0.1.0 kept no version, but the server logs it at each start: the last one counts. */
function loggedVersion({ mongo }: DataFolder): string | undefined {
  const log = join(mongo, 'mongod.log');
  if (!existsSync(log)) return undefined;
  const starts = readFileSync(log, 'utf8').matchAll(/"msg":"Build Info".*?"version":"(\d+\.\d+\.\d+)"/g);
  return [...starts].at(-1)?.[1];
}

function otherMajor({ path }: DataFolder, held: string, version: string): Problem {
  return new Problem(
    `The data in ${path} was written by mongod ${held}, and here is mongod ${version}, which would not open it. Set MONGOD_BINARY to a mongod ${majorOf(held)}; to go on with ${version}, take a dump with the old one (mongodump), start on another folder with --data, and restore it there (mongorestore), or send the facts again.`,
  );
}

function majorOf(version: string): string {
  return version.split('.', 1)[0] ?? '';
}
