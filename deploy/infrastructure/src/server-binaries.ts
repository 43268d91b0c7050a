import { join } from 'node:path';
import { getInfrastructure } from '../get-infrastructure.mjs';

export interface ServerBinaries {
  nats: string;
  mongod: string;
  /** Such as 8.0.17: what a folder of data was made by. */
  mongodVersion: string;
}

const cacheFolder = join(import.meta.dirname, '../../../.cache/bin');

/**
 * Paths of real servers in the repository's cache, obtained now if they are missing; `say` gets plain sentences about
 * it. Throws, with what was tried and what to do, when one cannot be had.
 */
export async function serverBinaries(say: (sentence: string) => void = () => {}): Promise<ServerBinaries> {
  const obtained = await getInfrastructure({ dir: cacheFolder, say });
  const { path, version } = obtained.mongod;
  if (isBeforeZlibFix(version))
    say(
      `mongod ${version} is older than 8.0.17 and started without zlib, in which it would show memory to who has not logged in (CVE-2025-14847).`,
    );
  return { nats: obtained['nats-server'].path, mongod: path, mongodVersion: version };
}

/** Of the versions that are obtained here. */
function isBeforeZlibFix(version: string): boolean {
  const [major = 0, , patch = 0] = version.split('.').map(Number);
  return (major === 6 && patch < 27) || (major === 8 && patch < 17);
}
