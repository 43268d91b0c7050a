import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import type { Logger } from '../logger.ts';
import type { Secret } from '../secret.ts';
import { Publisher } from './publisher.ts';
import { inboxOf, streamsOf } from './rights.ts';
import { ensureStreams } from './streams.ts';

export type Nats = {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly publisher: Publisher;
  /** Makes the streams that this service speaks to or hears, where the server has lost them. */
  ensureStreams(): Promise<void>;
  isConnected(): boolean;
  /** How often the connection was lost: what was published before the last time, the server may have lost with it. */
  timesLost(): number;
  /** Asks the server for a sign of life; rejects when the connection is lost meanwhile. */
  mustAnswer(): Promise<void>;
  /** Calls back after every reconnection, when streams may have to be made anew. */
  onReconnect(listener: () => void): void;
  close(): Promise<void>;
};

/** Waits for the server at start, and reconnects for ever afterwards. */
export async function connectNats(url: string, name: string, log: Logger, seed?: Secret): Promise<Nats> {
  const connection = await connect({
    servers: url,
    name,
    inboxPrefix: inboxOf(name),
    ...(seed && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed.reveal())) }),
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: 5_000,
    maxPingOut: 2,
  });
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const ownStreams = () => ensureStreams(manager, streamsOf(name));
  await ownStreams();
  const listeners: (() => void)[] = [];
  const state = { connected: true, timesLost: 0 };
  void watch(connection, state, listeners, log);
  const client = jetstream(connection);
  return {
    connection,
    jetstream: client,
    manager,
    ensureStreams: ownStreams,
    publisher: new Publisher(connection, client, inboxOf(name)),
    isConnected: () => state.connected && !connection.isClosed(),
    timesLost: () => state.timesLost,
    mustAnswer: () => connection.flush(),
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
      log.warn('NATS is gone; events wait in the outbox');
    } else if (status.type === 'reconnect') {
      state.connected = true;
      log.info('NATS is back');
      for (const listener of listeners) listener();
    }
  }
}
