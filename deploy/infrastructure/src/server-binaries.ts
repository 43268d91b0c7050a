import { join } from 'node:path';
import { getInfrastructure } from '../get-infrastructure.mjs';

export interface ServerBinaries {
  nats: string;
  mongod: string;
  /** Such as 8.0.17: the version that wrote a data folder. */
  mongodVersion: string;
}

const cacheFolder = join(import.meta.dirname, '../../../.cache/bin');

/**
 * Paths of real servers in the repository's cache, downloaded now if they are missing; `report` gets sentences about
 * the progress. Throws, with what was tried and what to do, when one cannot be obtained.
 */
export async function serverBinaries(report: (sentence: string) => void = () => {}): Promise<ServerBinaries> {
  const obtained = await getInfrastructure({ dir: cacheFolder, report });
  const { path, version } = obtained.mongod;
  if (isBeforeZlibFix(version))
    report(
      `mongod ${version} is started without zlib, through which it would show memory to who has not logged in (CVE-2025-14847); 8.0.17 and newer have no such fault.`,
    );
  return { nats: obtained['nats-server'].path, mongod: path, mongodVersion: version };
}

/**
 * The first fixed release of each series; series between these were never fixed, later ones are fixed from the start.
 */
const ZLIB_FIXED = new Map([
  ['6.0', 27],
  ['7.0', 28],
  ['8.0', 17],
  ['8.2', 3],
]);

export function isBeforeZlibFix(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major > 8 || (major === 8 && minor > 2)) return false;
  return patch < (ZLIB_FIXED.get(`${major}.${minor}`) ?? Number.POSITIVE_INFINITY);
}
