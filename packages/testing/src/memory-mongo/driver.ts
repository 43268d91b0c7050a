/**
 * The only file that knows the driver's internals. A connection here is the driver's own, from its collections down to
 * its sessions, batches, cursors, retries and errors; only the socket and the server discovery that it needs are left
 * out. What is taken from inside the driver depends on the exact version in the lock file, and the contract suite
 * detects differences of a new one.
 */
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { type ClientSessionOptions, type Db, type Document, MongoClient } from 'mongodb';
import { withTransactionAtOnce } from './with-transaction.ts';

/** A command as the driver would have written it to the socket. */
export type WireMessage = { toBin(): Uint8Array[] };

/** Responds to one command with the bytes of a reply, or throws what the driver throws when a socket breaks. */
export type Answer = (message: WireMessage) => Promise<Uint8Array>;

type Within = Record<string, new (...given: never[]) => Document>;
const required = createRequire(import.meta.url);
const within = (file: string) => required(`mongodb/lib/${file}.js`) as Within;

const HOST = 'memory.invalid:27017';
const WIRE_VERSION = 17;
const HELLO = {
  ...{
    ok: 1,
    isWritablePrimary: true,
    setName: 'memory',
    setVersion: 1,
    hosts: [HOST],
    primary: HOST,
    me: HOST,
  },
  ...{ minWireVersion: 0, maxWireVersion: WIRE_VERSION, logicalSessionTimeoutMinutes: 30 },
};

/** The options of the runtime's `connectDatabase`, as far as they change what the driver sends or returns. */
const OPTIONS = {
  useBigInt64: true,
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  ignoreUndefined: true,
} as const;

export function connectDriver(dbName: string, answer: Answer, beforeRetry: () => Promise<void>): Db {
  const client = new MongoClient(`mongodb://${HOST}/${dbName}?replicaSet=memory`, OPTIONS);
  const options = (client as unknown as { options: Document }).options;
  const description = new (classOf('sdam/server_description', 'ServerDescription'))(
    HOST as never,
    HELLO as never,
  );
  const topology = new (classOf('sdam/topology', 'Topology'))(
    client as never,
    options['hosts'] as never,
    options as never,
  );
  topology['s'].description = topology['s'].description.update(description);
  topology['s'].state = 'connected';
  const server = new (classOf('sdam/server', 'Server'))(
    topology as never,
    description as never,
    options as never,
  );
  const connection = connectionWithout(answer, options);
  server['s'].state = 'connected';
  server['pool'] = poolOf(connection);
  // The server is selected again at once: nothing waits for a monitor.
  server['handleError'] = () => {};
  topology['selectServer'] = async () => server;
  topology['close'] = () => {};
  const startSession = client.startSession.bind(client);
  Object.assign(client, {
    topology,
    startSession: (given?: ClientSessionOptions) => {
      const session = startSession(given);
      session.withTransaction = (work, transaction) =>
        withTransactionAtOnce(session, work, transaction, beforeRetry);
      return session;
    },
  });
  return client.db(dbName);
}

function classOf(file: string, name: string): Within[string] {
  const found = within(file)[name];
  if (!found) throw new Error(`this version of the driver has no ${name} in ${file}`);
  return found;
}

function poolOf(connection: Document): Document {
  return {
    ...{ generation: 0, serviceGenerations: new Map(), loadBalanced: false },
    checkOut: async () => connection,
    checkIn: () => {},
    clear: () => {},
  };
}

/** A connection without a socket: everything except its input and output is the driver's own. */
function connectionWithout(answer: Answer, options: Document): Document {
  const Connection = classOf('cmap/connection', 'Connection');
  const { MongoDBResponse } = within('cmap/wire_protocol/responses') as unknown as Record<string, Maker>;
  class MemoryConnection extends Connection {
    async *sendWire(message: WireMessage, _options: Document, response: Maker | undefined = MongoDBResponse) {
      yield response?.make(await answer(message));
    }
  }
  const given = {
    ...options,
    id: 1,
    generation: 0,
    hostAddress: options['hosts'][0],
    monitorCommands: false,
  };
  const connection = new MemoryConnection(new PassThrough() as never, given as never);
  connection['hello'] = HELLO;
  connection['established'] = true;
  return connection;
}

type Maker = { make(bson: Uint8Array): unknown };
