import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { inboxOf } from './rights.ts';
import { bringStreams, lookAtStreams, type StreamSettings, type StreamState } from './streams.ts';

export type { StreamState };

/** Who operates the servers, and where they are: several are listed with commas. */
export type Operator = { readonly servers: string; readonly seed: string | undefined };

const TIMEOUT_MS = 5_000;

/** Brings the streams to what this release declares, or with `plan` only looks. Rejects where NATS does not answer. */
export async function migrateStreams(
  { servers, seed }: Operator,
  { plan, ...settings }: Partial<StreamSettings> & { readonly plan: boolean },
): Promise<StreamState[]> {
  const connection = await connect({
    servers: servers.split(','),
    name: 'operator',
    inboxPrefix: inboxOf('operator'),
    ...(seed !== undefined && { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) }),
    timeout: TIMEOUT_MS,
    reconnect: false,
  });
  try {
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: TIMEOUT_MS });
    return await (plan ? lookAtStreams : bringStreams)(manager, settings);
  } finally {
    await connection.close();
  }
}
