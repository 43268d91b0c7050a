import { join } from 'node:path';
import { getInfrastructure } from '../get-infrastructure.mjs';

export interface ServerBinaries {
  nats: string;
  mongod: string;
}

const cacheFolder = join(import.meta.dirname, '../../../.cache/bin');

/**
 * Paths of real servers in the repository's cache, obtained now if they are missing; `say` gets plain sentences about
 * it. Throws, with what was tried and what to do, when one cannot be had.
 */
export async function serverBinaries(say: (sentence: string) => void = () => {}): Promise<ServerBinaries> {
  const obtained = await getInfrastructure({ dir: cacheFolder, say });
  return { nats: obtained['nats-server'].path, mongod: obtained.mongod.path };
}
