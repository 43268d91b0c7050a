import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { Nats } from './connection.ts';
import { readBackOf } from './rights.ts';

const BATCH = 500;
const EXPIRES_MS = 5_000;
/** A process that died while it read leaves its consumer behind for so long. */
const IDLE_MS = 10_000;
const ATTEMPTS = 60;
const PAUSE_MS = 500;

/** The facts that a service published since a moment, in their order, as the stream still holds them. */
export type ReadBack = (since: Date | undefined) => AsyncIterable<readonly Uint8Array[]>;

/** By a consumer that lives only as long as that; another process that starts at the same time waits for it. */
export function readBack(nats: Nats, service: string): ReadBack {
  const { stream, consumer: name, subject } = readBackOf(service);
  return async function* read(since) {
    let pending = await openConsumer(nats, service, since);
    try {
      const consumer = await nats.jetstream.consumers.get(stream, name);
      while (pending > 0) {
        const payloads: Uint8Array[] = [];
        const messages = await consumer.fetch({
          max_messages: Math.min(BATCH, pending),
          expires: EXPIRES_MS,
        });
        for await (const message of messages) {
          payloads.push(message.data);
          pending = message.info.pending;
        }
        if (payloads.length === 0) throw new Error(`the messages of ${subject} could not be read back`);
        yield payloads;
      }
    } finally {
      await nats.manager.consumers.delete(stream, name).catch(() => {});
    }
  };
}

/** Answers how many messages there are to read. */
async function openConsumer(nats: Nats, service: string, since: Date | undefined): Promise<number> {
  const { stream, consumer: name, subject } = readBackOf(service);
  const from = since
    ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since.toISOString() }
    : { deliver_policy: DeliverPolicy.All };
  for (let attempt = 1; ; attempt++) {
    try {
      const info = await nats.manager.consumers.add(stream, {
        name,
        // Two that are alike would be one consumer, of which each process reads a part.
        description: randomUUID(),
        filter_subject: subject,
        ack_policy: AckPolicy.None,
        inactive_threshold: nanos(IDLE_MS),
        mem_storage: true,
        num_replicas: 1,
        ...from,
      });
      return info.num_pending;
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
