import { DiscardPolicy, type JetStreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/**
 * The roads between services. MongoDB is the record: whatever a stream loses, its owner can publish again, so a
 * stream keeps a few days and drops the oldest when it is full.
 */
const STREAMS = {
  FACTS: ['duixian.facts.>'],
  ENTITLEMENTS: ['duixian.entitlements.>'],
  ORDERS: ['duixian.orders.>'],
} as const;

export type StreamName = keyof typeof STREAMS;

const KEPT_MS = 3 * 24 * 3_600_000;

export async function ensureStreams(manager: JetStreamManager, names: readonly StreamName[]): Promise<void> {
  for (const name of names) {
    await manager.streams.add({
      name,
      subjects: [...STREAMS[name]],
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      discard: DiscardPolicy.Old,
      max_age: nanos(KEPT_MS),
      allow_atomic: true,
      allow_direct: true,
    });
  }
}
