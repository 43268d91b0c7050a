import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isListening } from './listening.ts';
import { ensureUsers, type MongoAccess } from './mongo-users.ts';
import { initiateReplicaSet, isWritablePrimary, primaryOf, replicaSetName } from './replica-set.ts';
import { type Server, startServer } from './server.ts';

const host = '127.0.0.1';

interface MongoOptions {
  binary: string;
  /** Its folder: log and database files. Created if missing. */
  dataDir: string;
  port: number;
  /** Memory for WiredTiger's cache, in gigabytes. */
  cacheGb?: number;
  /** Who may connect; without it everybody may do everything. */
  access?: MongoAccess;
  /** In addition to the starter's own environment. */
  environment?: Record<string, string>;
}

/**
 * Starts mongod on the loopback address as a replica set of one member (transactions need one), journaled as always;
 * returns when it accepts writes.
 */
export async function startMongo(options: MongoOptions): Promise<Server> {
  const { port, access } = options;
  const address = `${host}:${port}`;
  return startMember(
    options,
    `mongodb://${address}/?replicaSet=${replicaSetName}&directConnection=true`,
    async () => {
      if (!(await isListening(host, port)) || !(await isWritablePrimary(address))) return false;
      if (access) await ensureUsers(address, access);
      return true;
    },
  );
}

interface ClusterOptions extends Omit<MongoOptions, 'port' | 'access'> {
  /** One for each member. */
  ports: readonly number[];
  access: MongoAccess;
}

export interface MongoCluster {
  readonly url: string;
  readonly members: readonly Server[];
  /** The current primary, found by asking the members that answer. */
  primary(): Promise<Server>;
}

/** Starts a replica set of several members on the loopback address; returns when one of them accepts writes. */
export async function startMongoCluster({ ports, ...options }: ClusterOptions): Promise<MongoCluster> {
  const addresses = ports.map((port) => `${host}:${port}`);
  const url = `mongodb://${addresses.join(',')}/?replicaSet=${replicaSetName}`;
  const members = await Promise.all(
    ports.map((port) =>
      startMember({ ...options, port, dataDir: join(options.dataDir, String(port)) }, url, () =>
        isListening(host, port),
      ),
    ),
  );
  await initiateReplicaSet(addresses);
  const primary = async () => {
    const index = addresses.indexOf(await primaryOf(addresses));
    return members[index] as Server;
  };
  await ensureUsers(`${host}:${(await primary()).port}`, options.access);
  return { url, members, primary };
}

function startMember(options: MongoOptions, url: string, isReady: () => Promise<boolean>): Promise<Server> {
  const { binary, port, cacheGb = 0.5, access, environment = {} } = options;
  const dataDir = resolve(options.dataDir);
  const databaseDir = join(dataDir, 'db');
  mkdirSync(databaseDir, { recursive: true });
  return startServer({
    name: 'mongod',
    binary,
    programArguments: [
      ...['--bind_ip', host, '--port', String(port), '--nounixsocket'],
      ...['--dbpath', databaseDir, '--replSet', replicaSetName],
      ...(access ? ['--auth', '--keyFile', access.keyFile] : []),
      ...['--wiredTigerCacheSizeGB', String(cacheGb), '--oplogSize', '1024', '--quiet'],
      // The diagnostic recorder writes every second, which slows a small machine; nobody reads its data here.
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      // Before 6.0.27 and 8.0.17 servers leak memory in zlib replies before a login (CVE-2025-14847); no client here
      // needs zlib.
      ...['--networkMessageCompressors', 'snappy,zstd'],
      // The open transactions of a killed process block its successor until the server aborts them.
      ...['--setParameter', 'transactionLifetimeLimitSeconds=10'],
      // A member that syncs from a frozen one gives up within seconds; until then no write reaches a majority.
      ...['--setParameter', 'oplogNetworkTimeoutBufferSeconds=1'],
      ...['--setParameter', 'oplogFetcherSteadyStateMaxFetcherRestarts=0'],
    ],
    url,
    port,
    host,
    logFile: join(dataDir, 'mongod.log'),
    pidFile: join(dataDir, 'mongod.pid'),
    environment,
    isReady,
  });
}
