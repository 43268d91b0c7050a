import { type ConsumerDefinition, type MessageOutcome, NATS_RIGHTS } from '@duixian/messaging';
import { disbursementV1, entitlementsV1 } from '@duixian/proto';
import { type Database, type DatabaseClock, type Session, sleep, transact } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { nextVersion } from '../domain/next-version.ts';
import { type Entitlement, entitlementAfter, isHeld, isSeenToChange } from './domain/entitlement.ts';
import { entitlementEvent, entitlementMessage } from './entitlement-events.ts';
import type { FeedCollections, NewFeedEvent } from './feed-documents.ts';
import type { FeedLog } from './feed-log.ts';
import { orderEvent, versionOf } from './order-events.ts';

const [ORDERS, ENTITLEMENTS] = NATS_RIGHTS.partners.subscribes;
const BATCH = 100;
/**
 * Small batches are stored no more often than this. Nobody waits for the feed as for money, and at a steady rate its
 * transactions would otherwise cost as much as those of a register.
 */
const SPACED_MS = 200;

type Given = {
  readonly database: Database;
  readonly collections: FeedCollections;
  readonly log: FeedLog;
  readonly clock: DatabaseClock;
};

/** Subscribes to disbursement: each new state of an order that partners have to know is one event. */
export function ordersForFeed(given: Given): ConsumerDefinition<disbursementV1.Order> {
  const space = spacing();
  return {
    ...{ name: ORDERS.consumer, stream: ORDERS.stream, subjects: ORDERS.subjects, batchSize: BATCH },
    decode: (payload) =>
      defined(disbursementV1.OrderChanged.decode(payload).order, 'a message about an order has it'),
    async handle(messages) {
      await space(messages.length);
      const orders = messages.map(({ message }) => message);
      return appending(given, (session) => ordersNew(given, session, orders));
    },
  };
}

/** Subscribes to awards: each change of what an entity is due, or of what holds it, is one event. */
export function entitlementsForFeed(given: Given): ConsumerDefinition<entitlementsV1.EntitlementsChanged> {
  const { consumer: name, stream, subjects } = ENTITLEMENTS;
  const space = spacing();
  return {
    ...{ name, stream, subjects, batchSize: BATCH },
    decode: (payload) => entitlementsV1.EntitlementsChanged.decode(payload),
    async handle(messages) {
      await space(messages.length);
      const changes = messages.map(({ message }) => message);
      return appending(given, (session) => entitlementsNew(given, session, changes));
    },
  };
}

/** Waits before a batch that is not full and comes soon after another: more arrive meanwhile. */
function spacing(): (messages: number) => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async (messages) => {
    const leftMs = last + SPACED_MS - performance.now();
    if (messages < BATCH && leftMs > 0) await sleep(leftMs);
    last = performance.now();
  };
}

/** The events of each message, in order. */
type Found = readonly (readonly NewFeedEvent[])[];

/** What is held of the subjects and the events are stored in one transaction. */
async function appending(
  { database, log }: Given,
  work: (session: Session) => Promise<Found>,
): Promise<MessageOutcome[]> {
  const found = await transact(database, async (session) => {
    const events = await work(session);
    await log.append(session, events.flat());
    return events;
  });
  if (found.some((events) => events.length > 0)) log.appended();
  return found.map((events) => (events.length > 0 ? 'done' : 'duplicate'));
}

async function ordersNew(
  { collections: { feedSubjects } }: Given,
  session: Session,
  orders: readonly disbursementV1.Order[],
): Promise<Found> {
  const ids = [...new Set(orders.map(subjectOf))];
  const held = await feedSubjects.find({ _id: { $in: ids } }, { session }).toArray();
  const versions = new Map(held.map(({ _id, version }) => [_id, version]));
  const changed = new Map<string, number>();
  const found = orders.map((order) => {
    const version = versionOf(order);
    if (version <= (versions.get(subjectOf(order)) ?? -1)) return [];
    versions.set(subjectOf(order), version);
    changed.set(subjectOf(order), version);
    return orderEvent(order) ?? [];
  });
  const writes = [...changed].map(([_id, version]) => ({
    replaceOne: { filter: { _id }, replacement: { version }, upsert: true },
  }));
  if (writes.length > 0) await feedSubjects.bulkWrite(writes, { session });
  return found.map((events) => [events].flat());
}

function subjectOf({ id }: disbursementV1.Order): string {
  return `order/${id}`;
}

async function entitlementsNew(
  { collections: { entitlements }, clock }: Given,
  session: Session,
  messages: readonly entitlementsV1.EntitlementsChanged[],
): Promise<Found> {
  const names = [...new Set(messages.flatMap((message) => message.entities.map(({ entity }) => entity)))];
  const documents = await entitlements.find({ _id: { $in: names } }, { session }).toArray();
  const held = new Map(documents.map(({ _id, ...rest }) => [_id, { entity: _id, ...rest }]));
  const changed = new Set<string>();
  const at = clock.now();
  const found = messages.map((message) =>
    message.entities.flatMap((state) => {
      const before: (Entitlement & { version: number }) | undefined = held.get(state.entity);
      const after = entitlementAfter(before, entitlementMessage(state));
      if (isHeld(before, after)) return [];
      const isSeen = isSeenToChange(before, after);
      const version = isSeen ? nextVersion(before?.version ?? 0, at) : (before?.version ?? 0);
      held.set(state.entity, { ...after, version });
      changed.add(state.entity);
      return isSeen ? [entitlementEvent(after, version, at)] : [];
    }),
  );
  const writes = [...changed].map((_id) => {
    const { entity: _, ...replacement } = defined(held.get(_id), 'what changed is held');
    return { replaceOne: { filter: { _id }, replacement, upsert: true } };
  });
  if (writes.length > 0) await entitlements.bulkWrite(writes, { session });
  return found;
}
