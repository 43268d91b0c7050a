import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { tieToThisProcess } from './lifeline.ts';
import { type MongoCluster, startMongoCluster } from './mongo-server.ts';
import type { MongoAccess } from './mongo-users.ts';
import { type NatsUser, natsTag, startNats } from './nats-server.ts';
import type { Server } from './server.ts';
import { serverBinaries } from './server-binaries.ts';

const MEMBERS = 3;

export interface ClusterMember extends Server {
  /** The folder of its streams. */
  readonly storeDir: string;
  /** Places a stream on this member. */
  readonly tag: string;
}

export interface TestCluster {
  readonly mongo: MongoCluster;
  readonly nats: readonly ClusterMember[];
  /** Ends all servers and removes their data. */
  stop(): Promise<void>;
}

/**
 * Three members of MongoDB and three of NATS with empty data on free ports, for one test. They never outlive this
 * process.
 */
export async function startTestCluster(access: {
  readonly mongo: MongoAccess;
  readonly nats: readonly NatsUser[];
}): Promise<TestCluster> {
  const binaries = await serverBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'duixian-cluster-'));
  const mongoPorts = await freePorts(MEMBERS);
  const natsPorts = await freePorts(2 * MEMBERS);
  const natsDirs = natsPorts.slice(0, MEMBERS).map((port) => join(folder, 'nats', String(port)));
  const mongoDir = join(folder, 'mongo');
  const pidFiles = [
    ...natsDirs.map((dir) => join(dir, 'nats.pid')),
    ...mongoPorts.map((port) => join(mongoDir, String(port), 'mongod.pid')),
  ];
  await Promise.all([...natsDirs, mongoDir].map((dir) => mkdir(dir, { recursive: true })));
  const lifeline = tieToThisProcess(folder, pidFiles);
  const routes = natsPorts.slice(MEMBERS);
  const [mongo, nats] = await Promise.all([
    startMongoCluster({
      binary: binaries.mongod,
      dataDir: mongoDir,
      ports: mongoPorts,
      cacheGb: 0.25,
      access: access.mongo,
    }),
    Promise.all(
      natsDirs.map(async (dataDir, index) => {
        const [port = 0, route = 0] = [natsPorts[index], routes[index]];
        const cluster = { port: route, ports: routes };
        const server = await startNats({
          binary: binaries.nats,
          dataDir,
          port,
          users: access.nats,
          cluster,
        });
        return Object.assign(server, { storeDir: join(dataDir, 'jetstream'), tag: natsTag(route) });
      }),
    ),
  ]);
  return {
    mongo,
    nats,
    async stop() {
      await Promise.all([...nats, ...mongo.members].map((server) => server.kill()));
      await rm(folder, { recursive: true, force: true });
      lifeline.release();
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}
