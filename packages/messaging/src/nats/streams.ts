import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/**
 * The streams between services. MongoDB is the record: the owner can publish again whatever a stream loses, so a stream
 * retains a few days only. The server limits the disk space of streams (`max_file_store`), because a server refuses
 * what is too much, and that waits in the outbox; a limit of the stream's own would drop the oldest messages, received
 * or not.
 */
const STREAMS = {
  FACTS: ['duixian.facts.>'],
  ENTITLEMENTS: ['duixian.entitlements.>'],
  ORDERS: ['duixian.orders.>'],
  PARTNERS: ['duixian.partners.>'],
} as const;

export type StreamName = keyof typeof STREAMS;

export const KEPT_MS = 3 * 24 * 3_600_000;

export type StreamSettings = {
  /** The number of servers of a cluster that store a stream. */
  readonly replicas: number;
};

/** `otherwise`: each setting that differs from what this release declares, in words; empty where none does. */
export type StreamState = { readonly name: StreamName; readonly otherwise: readonly string[] };

/** JetStream's code for a stream that exists with another configuration. */
const STANDS_OTHERWISE = 10_058;
const STREAM_NOT_FOUND = 10_059;

/**
 * Creates the streams that are missing. One that exists with another configuration is used as it is: a service may
 * create streams, but not change those of others. Returns the names of those.
 */
export async function ensureStreams(
  manager: JetStreamManager,
  names: readonly StreamName[],
  settings: StreamSettings,
): Promise<StreamName[]> {
  const other: StreamName[] = [];
  for (const name of names) {
    try {
      await manager.streams.add({
        ...{ name, storage: StorageType.File, retention: RetentionPolicy.Limits },
        ...declared(name, settings),
      });
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== STANDS_OTHERWISE) throw error;
      other.push(name);
    }
  }
  return other;
}

/** Compares the streams with what this release declares; a setting that is not given is not compared. */
export async function lookAtStreams(
  manager: JetStreamManager,
  settings: Partial<StreamSettings>,
): Promise<StreamState[]> {
  const states: StreamState[] = [];
  for (const name of Object.keys(STREAMS) as StreamName[]) {
    const held = await configurationOf(manager, name);
    const otherwise = held ? differences(held, declared(name, settings)) : [];
    states.push({ name, otherwise });
  }
  return states;
}

/**
 * Brings the streams to the declared state; their messages remain. An operator does this, since no service has the
 * right.
 */
export async function bringStreams(
  manager: JetStreamManager,
  settings: Partial<StreamSettings>,
): Promise<StreamState[]> {
  for (const { name, otherwise } of await lookAtStreams(manager, settings))
    if (otherwise.length > 0) await manager.streams.update(name, declared(name, settings));
  return lookAtStreams(manager, settings);
}

/** The settings that may change on an existing stream. */
function declared(name: StreamName, { replicas }: Partial<StreamSettings>) {
  return {
    subjects: [...STREAMS[name]],
    discard: DiscardPolicy.Old,
    max_age: nanos(KEPT_MS),
    ...(replicas !== undefined && { num_replicas: replicas }),
    allow_atomic: true,
    allow_direct: true,
  };
}

/** Undefined where the stream does not exist: the services create it when they start. */
async function configurationOf(
  manager: JetStreamManager,
  name: StreamName,
): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return undefined;
    throw error;
  }
}

function differences(held: StreamConfig, wanted: ReturnType<typeof declared>): string[] {
  return Object.entries(wanted).flatMap(([setting, value]) => {
    const stands = held[setting as keyof StreamConfig];
    return JSON.stringify(stands) === JSON.stringify(value)
      ? []
      : [`${setting} is ${JSON.stringify(stands) ?? 'not set'}, and declared ${JSON.stringify(value)}`];
  });
}
