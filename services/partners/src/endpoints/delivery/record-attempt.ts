import { ObjectId } from 'mongodb';
import type { Registry } from '../../commands/registry.ts';
import type { FeedLog } from '../../feed/feed-log.ts';
import type { Delivery } from '../domain/delivery-queue.ts';
import { delayAfter, outcomeOf } from '../domain/delivery-schedule.ts';
import { isHopeless } from '../domain/endpoint.ts';
import { type EndpointCollections, type EndpointDocument, exceptionId } from '../endpoint-documents.ts';
import { disabledEvent } from '../endpoint-events.ts';
import type { Leases } from './leases.ts';
import type { HeldEndpoint, QueuedEvent } from './read-deliveries.ts';
import type { WebhookAnswer } from './send-webhook.ts';

type Given = {
  readonly endpoints: EndpointCollections;
  readonly leases: Leases;
  readonly registry: Registry;
  readonly feedLog: FeedLog;
  readonly random: () => number;
};

/** Who disables what fails for days. */
const ACTOR = { person: 'duixian', key: '', kind: 'machine', scopes: [], isWhole: false } as const;

/** Stores what an attempt came to. What failed is kept as an exception before the cursor passes it. */
export async function recordAttempt(
  { endpoint, queue }: HeldEndpoint,
  delivery: Delivery<QueuedEvent>,
  answer: WebhookAnswer,
  at: Date,
  given: Given,
): Promise<void> {
  const outcome = outcomeOf(answer.status, answer.retryAfter);
  await insertAttempt(endpoint, delivery, answer, at, given);
  if (outcome.result === 'delivered') {
    if (delivery.isRetry) await given.endpoints.exceptions.deleteOne({ _id: idOf(endpoint, delivery) });
    queue.delivered(delivery);
    return accepted(endpoint, delivery, queue.cursor, at, given);
  }
  const pauseMs = outcome.result === 'failed' ? outcome.pauseMs : 0;
  await keepException(endpoint, delivery, pauseMs, at, given);
  queue.failed(delivery, at.getTime() + pauseMs, outcome.result === 'failed' && outcome.isOverloaded);
  if (outcome.result === 'gone') return disable(endpoint, 'it answered 410 (Gone)', given);
  if (!delivery.isTest) await refused(endpoint, queue.cursor, at, given);
}

async function insertAttempt(
  { _id: endpoint }: EndpointDocument,
  { event: { document }, attempt }: Delivery<QueuedEvent>,
  { status, problem, answer, durationMs }: WebhookAnswer,
  at: Date,
  { endpoints: { attempts } }: Given,
): Promise<void> {
  const { id: event, type } = document;
  const made = { endpoint, event, type, attempt, at, durationMs, status: status ?? null, problem, answer };
  await attempts.insertOne({ _id: new ObjectId(), ...made });
}

/** The first test that is answered makes it receive events. */
async function accepted(
  endpoint: EndpointDocument,
  { event: { sequence }, isTest }: Delivery<QueuedEvent>,
  cursor: number,
  at: Date,
  { endpoints, leases }: Given,
): Promise<void> {
  const isVerified = isTest && endpoint.state === 'unverified';
  const success = { lastSuccessAt: at, failingSince: null, failures: 0 };
  await endpoints.endpoints.updateOne(leases.filterOf(endpoint), {
    $set: { ...success, ...(isVerified && { state: 'enabled' as const }) },
    // Attempts end in any order, and what was stored of a later one stays.
    $max: { cursor, ...(isTest ? {} : { accepted: sequence }) },
    ...(isVerified && { $inc: { changes: 1 } }),
  });
}

async function keepException(
  endpoint: EndpointDocument,
  delivery: Delivery<QueuedEvent>,
  pauseMs: number,
  at: Date,
  { endpoints: { exceptions }, random }: Given,
): Promise<void> {
  const { event, attempt: attempts, isTest } = delivery;
  const { isOrdered } = endpoint;
  const delayMs = isTest ? undefined : delayAfter(attempts, { pauseMs, isOrdered, random: random() });
  const kept = {
    ...{ endpoint: endpoint._id, sequence: event.sequence, attempts, isTest },
    dueAt: new Date(at.getTime() + (delayMs ?? 0)),
    givenUpAt: delayMs === undefined ? at : null,
  };
  await exceptions.replaceOne({ _id: idOf(endpoint, delivery) }, kept, { upsert: true });
}

async function refused(endpoint: EndpointDocument, cursor: number, at: Date, given: Given): Promise<void> {
  const { endpoints, leases } = given;
  const counted = {
    cursor: { $max: ['$cursor', cursor] },
    failures: { $add: ['$failures', 1] },
    failingSince: { $ifNull: ['$failingSince', at] },
  };
  const after = await endpoints.endpoints.findOneAndUpdate(leases.filterOf(endpoint), [{ $set: counted }], {
    returnDocument: 'after',
  });
  if (after && isHopeless(after, at))
    await disable(endpoint, `nothing but failure since ${after.failingSince?.toISOString()}`, given);
}

/** Who owns it is informed by the feed, and officers too. */
async function disable(
  endpoint: EndpointDocument,
  because: string,
  { endpoints, leases, registry, feedLog }: Given,
): Promise<void> {
  await registry.begin(async (unit) => {
    const { session, at } = unit;
    const disabled = await endpoints.endpoints.updateOne(
      leases.filterOf(endpoint),
      { $set: { state: 'disabled', disabledBecause: because, lease: null }, $inc: { changes: 1 } },
      { session },
    );
    if (disabled.matchedCount === 0) return {};
    await unit.record(`endpoint/${endpoint._id}`, 'disable', { actor: ACTOR, at, because });
    await feedLog.append(session, [disabledEvent(endpoint, because, at)]);
    return {};
  });
  feedLog.appended();
}

function idOf({ _id }: EndpointDocument, { event }: Delivery<QueuedEvent>): string {
  return exceptionId(_id, event.sequence);
}
