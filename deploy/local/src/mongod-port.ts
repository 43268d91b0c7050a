import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './choose-ports.ts';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * A replica set knows its members by their addresses: what a mongod wrote it opens under the port that it had then, and waits
 * for ever under another one. So the port is kept beside the data, and not only with what can be found again.
 */
export function keepMongodPort(folder: DataFolder, port: number): void {
  withFileProblems(folder.path, () => {
    mkdirSync(folder.mongo, { recursive: true });
    if (mongodPort(folder) !== port) writeAtomically(portFile(folder), `${port}\n`);
  });
}

/** Of what is held; undefined before the first start. Earlier releases kept it with all other ports alone. */
export function mongodPort(folder: DataFolder, held: Ports = {}): number | undefined {
  const port = existsSync(portFile(folder)) ? Number(readFileSync(portFile(folder), 'utf8')) : 0;
  if (Number.isInteger(port) && port > 0) return port;
  return existsSync(join(folder.mongo, 'db')) ? held['mongod'] : undefined;
}

function portFile({ mongo }: DataFolder): string {
  return join(mongo, 'port');
}
