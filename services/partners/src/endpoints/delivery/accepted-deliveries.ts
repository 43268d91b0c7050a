import { Batcher } from '@duixian/runtime';
import { ObjectId } from 'mongodb';
import type { Delivery } from '../domain/delivery-queue.ts';
import { type AttemptDocument, type EndpointCollections, exceptionId } from '../endpoint-documents.ts';
import type { Leases } from './leases.ts';
import type { HeldEndpoint, QueuedEvent } from './read-deliveries.ts';
import type { WebhookAnswer } from './send-webhook.ts';

export type MadeAttempt = {
  readonly held: HeldEndpoint;
  readonly delivery: Delivery<QueuedEvent>;
  readonly answer: WebhookAnswer;
  readonly at: Date;
};

const MOST_TOGETHER = 500;

/** Stores what endpoints accepted: all that comes while something is stored is stored together. */
export function acceptedDeliveries(endpoints: EndpointCollections, leases: Leases): Batcher<MadeAttempt> {
  return new Batcher({
    work: (made) => store(made, endpoints, leases),
    sizeOf: () => ({ items: 1 }),
    batch: { items: MOST_TOGETHER },
  });
}

export function attemptDocument({ held, delivery, answer, at }: MadeAttempt): AttemptDocument {
  const { attempt, event } = delivery;
  const { id, type } = event.document;
  const { status, problem, answer: text, durationMs } = answer;
  return {
    ...{ _id: new ObjectId(), endpoint: held.endpoint._id, event: id, type, attempt, at, durationMs },
    ...{ status: status ?? null, problem, answer: text },
  };
}

async function store(
  made: readonly MadeAttempt[],
  { endpoints, exceptions, attempts }: EndpointCollections,
  leases: Leases,
): Promise<readonly undefined[]> {
  await attempts.insertMany(made.map(attemptDocument), { ordered: false });
  const again = made.filter(({ delivery }) => delivery.isRetry);
  const ids = again.map(({ held, delivery }) => exceptionId(held.endpoint._id, delivery.event.sequence));
  if (ids.length > 0) await exceptions.deleteMany({ _id: { $in: ids } });
  for (const { held, delivery } of made) held.queue.delivered(delivery);
  const updates = [...Map.groupBy(made, ({ held }) => held)].map(([held, own]) => ({
    updateOne: { filter: leases.filterOf(held.endpoint), update: updateOf(held, own) },
  }));
  await endpoints.bulkWrite(updates, { ordered: false });
  return [];
}

/** The first test that is answered makes an endpoint receive events. */
function updateOf({ endpoint, queue }: HeldEndpoint, own: readonly MadeAttempt[]) {
  const isVerified = endpoint.state === 'unverified' && own.some(({ delivery }) => delivery.isTest);
  const accepted = own
    .filter(({ delivery }) => !delivery.isTest)
    .map(({ delivery }) => delivery.event.sequence);
  const lastSuccessAt = own.at(-1)?.at ?? null;
  return {
    $set: {
      lastSuccessAt,
      failingSince: null,
      failures: 0,
      ...(isVerified && { state: 'enabled' as const }),
    },
    // Attempts end in any order, and what was stored of a later one stays.
    $max: { cursor: queue.cursor, accepted: Math.max(0, ...accepted) },
    ...(isVerified && { $inc: { changes: 1 } }),
  };
}
