import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isListening } from './listening.ts';
import { ensureUsers } from './mongo-users.ts';
import { isWritablePrimary, replicaSetName } from './replica-set.ts';
import { type Server, startServer } from './server.ts';

const host = '127.0.0.1';

export interface MongoAccess {
  /** Holds what the members of the set know each other by. */
  keyFile: string;
  adminPassword: string;
  /** Each may do everything in its database, and nothing elsewhere; the user is called like the database. */
  users: readonly { database: string; password: string }[];
}

interface MongoOptions {
  binary: string;
  /** Its folder: log and database files. Made if missing. */
  dataDir: string;
  port: number;
  /** Memory for WiredTiger's cache, in gigabytes. */
  cacheGb?: number;
  /** Who may connect; without it anybody may do anything. */
  access?: MongoAccess;
  /** Beside the starter's own environment. */
  environment?: Record<string, string>;
}

/**
 * Starts mongod on the loopback address as a replica set of one member (transactions need one), journaled as always;
 * returns when it takes writes.
 */
export async function startMongo(options: MongoOptions): Promise<Server> {
  const { binary, port, cacheGb = 0.5, access, environment = {} } = options;
  const dataDir = resolve(options.dataDir);
  const databaseDir = join(dataDir, 'db');
  mkdirSync(databaseDir, { recursive: true });
  const url = `mongodb://${host}:${port}/?replicaSet=${replicaSetName}&directConnection=true`;
  return startServer({
    name: 'mongod',
    binary,
    programArguments: [
      ...['--bind_ip', host, '--port', String(port), '--nounixsocket'],
      ...['--dbpath', databaseDir, '--replSet', replicaSetName],
      ...(access ? ['--auth', '--keyFile', access.keyFile] : []),
      ...['--wiredTigerCacheSizeGB', String(cacheGb), '--oplogSize', '1024', '--quiet'],
      // The diagnostic recorder writes every second, which a small machine feels; nobody reads it here.
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
      // What a killed process had under way stands in the way of its successor until the server gives it up.
      ...['--setParameter', 'transactionLifetimeLimitSeconds=10'],
    ],
    url,
    port,
    host,
    logFile: join(dataDir, 'mongod.log'),
    pidFile: join(dataDir, 'mongod.pid'),
    environment,
    async isReady() {
      if (!(await isListening(host, port)) || !(await isWritablePrimary(`${host}:${port}`))) return false;
      if (access) await ensureUsers(`${host}:${port}`, access);
      return true;
    },
  });
}
