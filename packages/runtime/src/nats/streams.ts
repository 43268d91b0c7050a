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
 * The roads between services. MongoDB is the record: whatever a stream loses, its owner can publish again, so a
 * stream keeps a few days. What it may take of the disk the server bounds (`max_file_store`), for a server refuses what is
 * too much, and it waits in the outbox; a bound of the stream's own would drop the oldest, heard or not.
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
  /** On how many servers of a cluster a stream lies. */
  readonly replicas: number;
};

/** `otherwise`: each setting that is not as this release declares it, in words; empty where all are. */
export type StreamState = { readonly name: StreamName; readonly otherwise: readonly string[] };

/** JetStream's code for a stream that stands with another configuration. */
const STANDS_OTHERWISE = 10_058;
const STREAM_NOT_FOUND = 10_059;

/**
 * Makes the streams that are missing. One that stands with another configuration is taken as it is: a service may make
 * streams, and not change those of others. Answers the names of those.
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

/** How the streams stand to what this release declares; where a setting is not given, to none. */
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

/** Brings them there: what stands in them stays. A step of the operator, for no service has the right. */
export async function bringStreams(
  manager: JetStreamManager,
  settings: Partial<StreamSettings>,
): Promise<StreamState[]> {
  for (const { name, otherwise } of await lookAtStreams(manager, settings))
    if (otherwise.length > 0) await manager.streams.update(name, declared(name, settings));
  return lookAtStreams(manager, settings);
}

/** What of a stream may change while it stands. */
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

/** Undefined where it does not stand: the services make it when they start. */
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
