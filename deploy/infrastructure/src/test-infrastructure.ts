import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { tieToThisProcess } from './lifeline.ts';
import { startMongo } from './mongo-server.ts';
import { startNats } from './nats-server.ts';
import type { Server } from './server.ts';
import { serverBinaries } from './server-binaries.ts';

export interface TestInfrastructure {
  nats: Server;
  mongo: Server;
  /** Ends both servers and removes their data. */
  stop(): Promise<void>;
}

/** Real servers with empty data on free ports, for one test file. They never outlive this process. */
export async function startTestInfrastructure({
  natsStoreBytes,
}: {
  natsStoreBytes?: number;
} = {}): Promise<TestInfrastructure> {
  const binaries = await serverBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'duixian-test-'));
  const natsDir = join(folder, 'nats');
  const mongoDir = join(folder, 'mongo');
  const lifeline = tieToThisProcess(folder, [join(natsDir, 'nats.pid'), join(mongoDir, 'mongod.pid')]);
  const [nats, mongo] = await Promise.all([
    startNats({
      binary: binaries.nats,
      dataDir: natsDir,
      port: await freePort(),
      maxStoreBytes: natsStoreBytes,
    }),
    startMongo({ binary: binaries.mongod, dataDir: mongoDir, port: await freePort(), cacheGb: 0.25 }),
  ]);
  return {
    nats,
    mongo,
    async stop() {
      // Nobody reads this data again, so an orderly shutdown has no benefit.
      await Promise.all([nats.kill(), mongo.kill()]);
      await rm(folder, { recursive: true, force: true });
      lifeline.release();
    },
  };
}
