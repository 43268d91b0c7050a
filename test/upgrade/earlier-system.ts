import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverBinaries, startMongo } from '@duixian/infrastructure';
import { startSystem } from '@duixian/local';
import { readSystemState } from '@duixian/local/folder';
import { restoreDatabases } from './data-dump.ts';

/** The data of the release that this one takes over. */
export const EARLIER = join(import.meta.dirname, 'fixtures/0.1.0');

/**
 * A data folder as the earlier release left it, but without the messages of NATS. Users and keys are those of a first
 * start; then the databases replace the empty ones.
 */
export async function folderOfEarlierRelease(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'duixian-upgrade-'));
  const system = await startSystem({ dataDir: path, port: 0, report: () => {} });
  const { folder } = system;
  await system.stop();
  await rm(folder.nats, { recursive: true });
  const { mongod: binary } = await serverBinaries();
  const port = readSystemState(folder)?.ports['mongod'] ?? 0;
  const server = await startMongo({ binary, dataDir: folder.mongo, port });
  try {
    await restoreDatabases(server.url, EARLIER);
  } finally {
    await server.stop();
  }
  return path;
}
