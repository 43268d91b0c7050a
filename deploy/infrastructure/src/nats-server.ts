import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { type Server, startServer } from './server.ts';

const answerTimeoutMs = 2_000;

export interface NatsUser {
  /** Its public key, U… */
  nkey: string;
  publish: readonly string[];
  subscribe: readonly string[];
}

interface NatsOptions {
  binary: string;
  /** Its folder: configuration, log and streams. Created if missing. */
  dataDir: string;
  port: number;
  host?: string;
  maxStoreBytes?: number | undefined;
  /** Who may connect, and what each may do; without them everybody may do everything. */
  users?: readonly NatsUser[];
  /** Its place in a cluster; a single server if absent. */
  cluster?: NatsCluster;
  /** In addition to the starter's own environment. */
  environment?: Record<string, string>;
}

export interface NatsCluster {
  /** The port on which it listens for the other members. */
  port: number;
  /** The ports of all members. */
  ports: readonly number[];
}

/** Starts nats-server with JetStream on disk; returns when it accepts publications. */
export async function startNats(options: NatsOptions): Promise<Server> {
  const { binary, port, host = '127.0.0.1', environment = {} } = options;
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const configurationFile = join(dataDir, 'nats.conf');
  writeFileSync(
    configurationFile,
    natsConfiguration({
      listen: `${host}:${port}`,
      storeDir: join(dataDir, 'jetstream'),
      users: options.users ?? [],
      maxStoreBytes: options.maxStoreBytes,
      cluster: options.cluster,
    }),
    { mode: 0o600 },
  );
  return startServer({
    name: 'nats-server',
    binary,
    programArguments: ['-c', configurationFile],
    url: `nats://${host}:${port}`,
    port,
    host,
    logFile: join(dataDir, 'nats.log'),
    pidFile: join(dataDir, 'nats.pid'),
    environment,
    isReady: () => offersJetStream(host, port),
  });
}

const MAX_PAYLOAD_BYTES = 1024 * 1024;
/** More than a city's facts of ten years; beyond it publications are refused, and events wait in the outboxes. */
const MAX_STORE_BYTES = 16 * 1024 * 1024 * 1024;

/**
 * JetStream acknowledges before it syncs. One second limits what a crash of the machine can undo, and the relay keeps
 * what it published for longer than that.
 */
export function natsConfiguration(options: {
  listen: string;
  storeDir: string;
  users: readonly NatsUser[];
  maxStoreBytes?: number | undefined;
  /** The address of its monitoring endpoint; none if absent. */
  monitor?: string;
  cluster?: NatsCluster | undefined;
}): string {
  const { listen, storeDir, users, maxStoreBytes = MAX_STORE_BYTES, monitor, cluster } = options;
  return [
    `listen: ${JSON.stringify(listen)}`,
    ...(monitor === undefined ? [] : [`http: ${JSON.stringify(monitor)}`]),
    `server_name: ${JSON.stringify(`duixian-${listen.slice(listen.lastIndexOf(':') + 1)}`)}`,
    `max_payload: ${MAX_PAYLOAD_BYTES}`,
    'jetstream {',
    `  store_dir: ${JSON.stringify(storeDir)}`,
    '  sync_interval: "1s"',
    `  max_file_store: ${maxStoreBytes}`,
    '}',
    ...(cluster ? clusterBlock(cluster) : []),
    ...(users.length > 0
      ? ['authorization {', '  timeout: 10', `  users: ${JSON.stringify(users.map(userEntry))}`, '}']
      : []),
    '',
  ].join('\n');
}

/** The tag allows a stream to be placed on one member. */
function clusterBlock({ port, ports }: NatsCluster): string[] {
  const routes = ports.map((other) => `nats-route://127.0.0.1:${other}`);
  return [
    `server_tags: [${JSON.stringify(natsTag(port))}]`,
    'cluster {',
    '  name: duixian',
    `  listen: ${JSON.stringify(`127.0.0.1:${port}`)}`,
    `  routes: ${JSON.stringify(routes)}`,
    '}',
  ];
}

/** The tag of the cluster member that listens for the others on this port. */
export function natsTag(port: number): string {
  return `member-${port}`;
}

function userEntry({ nkey, publish, subscribe }: NatsUser): object {
  return { nkey, permissions: { publish, subscribe } };
}

/** The server greets each connection with `INFO {…}`, which states whether JetStream is on. */
function offersJetStream(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let greeting = '';
    const settle = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(answerTimeoutMs, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.on('data', (chunk) => {
      greeting += chunk.toString();
      if (greeting.includes('\r\n')) settle(/^INFO .*"jetstream":\s*true/.test(greeting));
    });
  });
}
