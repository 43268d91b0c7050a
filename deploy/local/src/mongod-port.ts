import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports } from './choose-ports.ts';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * A replica set identifies its members by their addresses: a mongod opens its data only under the port that it had
 * then, and waits forever under another one. So the port is stored beside the data, and not only with the state that
 * can be recreated.
 */
export function keepMongodPort(folder: DataFolder, port: number): void {
  withFileProblems(folder.path, () => {
    mkdirSync(folder.mongo, { recursive: true });
    if (mongodPort(folder) !== port) writeAtomically(portFile(folder), `${port}\n`);
  });
}

/**
 * The port of the existing data; undefined before the first start. Earlier releases kept it only with all other ports.
 */
export function mongodPort(folder: DataFolder, held: Ports = {}): number | undefined {
  const port = existsSync(portFile(folder)) ? Number(readFileSync(portFile(folder), 'utf8')) : 0;
  if (Number.isInteger(port) && port > 0) return port;
  return existsSync(join(folder.mongo, 'db')) ? held['mongod'] : undefined;
}

function portFile({ mongo }: DataFolder): string {
  return join(mongo, 'port');
}
