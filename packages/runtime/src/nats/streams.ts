import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/**
 * The roads between services. MongoDB is the record: whatever a stream loses, its owner can publish again, so a
 * stream keeps a few days, and drops the oldest when it has its most bytes.
 */
const STREAMS = {
  FACTS: ['duixian.facts.>'],
  ENTITLEMENTS: ['duixian.entitlements.>'],
  ORDERS: ['duixian.orders.>'],
} as const;

export type StreamName = keyof typeof STREAMS;

const KEPT_MS = 3 * 24 * 3_600_000;

export type StreamSettings = {
  /** On how many servers of a cluster a stream lies. */
  readonly replicas: number;
  /** What a stream may take of the disk; it then drops the oldest. Without it as much as the server allows. */
  readonly maxBytes?: number | undefined;
};

/** JetStream's code for a stream that stands with another configuration. */
const STANDS_OTHERWISE = 10_058;

/**
 * Makes the streams that are missing. One that stands with another configuration is taken as it is: a service may make
 * streams, and not change those of others. Answers the names of those.
 */
export async function ensureStreams(
  manager: JetStreamManager,
  names: readonly StreamName[],
  { replicas, maxBytes }: StreamSettings,
): Promise<StreamName[]> {
  const other: StreamName[] = [];
  for (const name of names) {
    const configuration = {
      name,
      subjects: [...STREAMS[name]],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_age: nanos(KEPT_MS),
      ...(maxBytes !== undefined && { max_bytes: maxBytes }),
      num_replicas: replicas,
      allow_atomic: true,
      allow_direct: true,
    };
    try {
      await manager.streams.add(configuration);
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== STANDS_OTHERWISE) throw error;
      other.push(name);
    }
  }
  return other;
}
