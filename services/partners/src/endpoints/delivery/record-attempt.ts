import type { Batcher } from '@duixian/runtime';
import type { Registry } from '../../commands/registry.ts';
import type { FeedLog } from '../../feed/feed-log.ts';
import type { Delivery } from '../domain/delivery-queue.ts';
import { delayAfter, outcomeOf } from '../domain/delivery-schedule.ts';
import { isHopeless } from '../domain/endpoint.ts';
import { type EndpointCollections, type EndpointDocument, exceptionId } from '../endpoint-documents.ts';
import { disabledEvent } from '../endpoint-events.ts';
import { attemptDocument, type MadeAttempt } from './accepted-deliveries.ts';
import type { Leases } from './leases.ts';
import type { QueuedEvent } from './read-deliveries.ts';

type Given = {
  readonly endpoints: EndpointCollections;
  readonly leases: Leases;
  readonly registry: Registry;
  readonly feedLog: FeedLog;
  readonly random: () => number;
  readonly accepted: Batcher<MadeAttempt>;
};

/** Who disables what fails for days, or whose key was revoked. */
const ACTOR = { person: 'duixian', key: '', kind: 'machine', scopes: [], isWhole: false } as const;

/** Stores what an attempt came to. What failed is kept as an exception before the cursor passes it. */
export async function recordAttempt(made: MadeAttempt, given: Given): Promise<void> {
  const { delivery, answer, at } = made;
  const { endpoint, queue } = made.held;
  const outcome = outcomeOf(answer.status, answer.retryAfter);
  if (outcome.result === 'delivered') {
    await given.accepted.add([made]);
    return;
  }
  await given.endpoints.attempts.insertOne(attemptDocument(made));
  const pauseMs = outcome.result === 'failed' ? outcome.pauseMs : 0;
  await keepException(endpoint, delivery, pauseMs, at, given);
  queue.failed(delivery, at.getTime() + pauseMs, outcome.result === 'failed' && outcome.isOverloaded);
  if (outcome.result === 'gone') return disable(endpoint, 'it answered 410 (Gone)', given);
  if (!delivery.isTest) await refused(endpoint, queue.cursor, at, given);
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
  await exceptions.replaceOne({ _id: exceptionId(endpoint._id, event.sequence) }, kept, { upsert: true });
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
export async function disable(
  endpoint: EndpointDocument,
  because: string,
  { endpoints, leases, registry, feedLog }: Pick<Given, 'endpoints' | 'leases' | 'registry' | 'feedLog'>,
): Promise<void> {
  await registry.withoutActor(async (unit) => {
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
