import { isNatsOutage, type Logger, type Secret, untilItAnswers } from '@duixian/runtime';
import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { MessageProofs } from './message-proofs.ts';
import { Publisher } from './publisher.ts';
import { inboxOf, streamsOf } from './rights.ts';
import type { ServiceKeys } from './service-keys.ts';
import { StorageMarks } from './storage-marks.ts';
import { ensureStreams, type StreamSettings } from './streams.ts';

export type NatsClients = {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
};

export type Nats = NatsClients & {
  readonly publisher: Publisher;
  /** Creates the streams that this service publishes to or consumes, where the server has lost them. */
  ensureStreams(): Promise<void>;
  isConnected(): boolean;
  /** How often the connection was lost: the server may have lost everything that was published before the last time. */
  timesLost(): number;
  /** Proofs of the messages that it publishes and reads; undefined where nothing is proven, in development only. */
  readonly proofs: MessageProofs | undefined;
  /** Prove that acknowledged messages are stored. */
  readonly marks: StorageMarks;
  /** Calls back after every reconnection, when streams may have to be created again. */
  onReconnect(listener: () => void): void;
  close(): Promise<void>;
};

type OpenOptions = Partial<StreamSettings> & { readonly keys?: ServiceKeys | undefined };
type NatsOptions = OpenOptions & { readonly seed?: Secret | undefined };

/** A frozen server still accepts connections but does not respond: the next one of the list is tried. */
const DIAL_MS = 2_000;
/** After two pings without a response the connection counts as lost. */
const PING_MS = 2_000;
/** A request to a stream whose leader is gone is never answered; the new leader may answer the next one. */
const ANSWER_MS = 3_000;

/** Waits for a server at start, and reconnects forever afterwards. Several servers are listed with commas. */
export async function connectNats(
  urls: string,
  name: string,
  log: Logger,
  { seed, ...settings }: NatsOptions = {},
): Promise<Nats> {
  const connection = await connect({
    servers: urls.split(','),
    name,
    // The client leaves the choice of encryption to the server, unless it is set here.
    ...(urls.startsWith('tls://') && { tls: {} }),
    inboxPrefix: inboxOf(name),
    ...(seed && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed.reveal())) }),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    timeout: DIAL_MS,
    pingInterval: PING_MS,
    maxPingOut: 2,
  });
  const options = { timeout: ANSWER_MS };
  const manager = await jetstreamManager(connection, { ...options, checkAPI: false });
  return openNats({ connection, jetstream: jetstream(connection, options), manager }, name, log, settings);
}

/** What a service uses of NATS, over an existing connection. */
export async function openNats(
  { connection, jetstream, manager }: NatsClients,
  name: string,
  log: Logger,
  { replicas = 1, keys }: OpenOptions = {},
): Promise<Nats> {
  const ownStreams = async () => {
    const other = await ensureStreams(manager, streamsOf(name), { replicas });
    if (other.length > 0)
      log.warn(
        { streams: other },
        'streams have another configuration than declared; they are used as they are',
      );
  };
  // A cluster that was just started, or has just lost a member, has no leader for a while.
  await untilItAnswers('JetStream', ownStreams, isNatsOutage, log);
  const listeners: (() => void)[] = [];
  const state = { connected: true, timesLost: 0 };
  void watch(connection, state, listeners, log);
  const publisher = new Publisher(connection, jetstream, inboxOf(name));
  return {
    connection,
    jetstream,
    manager,
    ensureStreams: ownStreams,
    publisher,
    proofs: keys && new MessageProofs(keys),
    marks: new StorageMarks(name, publisher, manager),
    isConnected: () => state.connected && !connection.isClosed(),
    timesLost: () => state.timesLost,
    onReconnect: (listener) => listeners.push(listener),
    close: () => connection.drain().catch(() => connection.close()),
  };
}

async function watch(
  connection: NatsConnection,
  state: { connected: boolean; timesLost: number },
  listeners: (() => void)[],
  log: Logger,
): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'disconnect') {
      state.connected = false;
      state.timesLost += 1;
      log.warn('NATS is disconnected; events wait in the outbox');
    } else if (status.type === 'reconnect') {
      state.connected = true;
      log.info('NATS is connected again');
      for (const listener of listeners) listener();
    }
  }
}
