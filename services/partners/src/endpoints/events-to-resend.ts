import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Filter } from 'mongodb';
import { sequenceAfter } from '../feed/feed-cursor.ts';
import type { FeedDocument } from '../feed/feed-documents.ts';
import { visibleTo } from '../feed/feed-reader.ts';
import type { DeliveryStore } from './delivery/read-deliveries.ts';
import { readerOf } from './domain/reader-of.ts';
import { type EndpointDocument, exceptionId } from './endpoint-documents.ts';

/** Makes events due for an endpoint, and answers how many. */
export type EventsToResend = (endpoint: EndpointDocument, session: Session) => Promise<number>;

const MOST = LIMITS.resentTogether.most;

/** What was given up since then. */
export function givenUpSince(
  since: Date,
  at: Date,
  { endpoints: { exceptions } }: DeliveryStore,
): EventsToResend {
  return async ({ _id: endpoint }, session) => {
    const filter = { endpoint, givenUpAt: { $gte: since }, isTest: false };
    const found = await exceptions.find(filter, { session }).sort({ sequence: 1 }).limit(MOST).toArray();
    if (found.length === 0) return 0;
    const ids = { _id: { $in: found.map(({ _id }) => _id) } };
    const due = { $set: { attempts: 0, dueAt: at, givenUpAt: null } };
    return (await exceptions.updateMany(ids, due, { session })).matchedCount;
  };
}

/** One event, whether or not it was delivered. */
export function oneEvent(id: string, at: Date, store: DeliveryStore): EventsToResend {
  return async (endpoint, session) => {
    const count = await makeDue(endpoint, { id }, at, store, session);
    if (count > 0) return count;
    throw new RpcError(
      rpcStatus.NOT_FOUND,
      `not-known: there is no event ${id} that ${endpoint._id} may receive`,
    );
  };
}

/** Everything between two places of the feed. */
export async function between(
  after: string,
  upTo: string,
  at: Date,
  store: DeliveryStore,
): Promise<EventsToResend> {
  const end = await store.feedLog.end();
  const place = { $gt: sequenceAfter(after, end), $lte: upTo === '' ? end.last : sequenceAfter(upTo, end) };
  return (endpoint, session) => makeDue(endpoint, { _id: place }, at, store, session);
}

async function makeDue(
  endpoint: EndpointDocument,
  which: Filter<FeedDocument>,
  at: Date,
  { endpoints: { exceptions }, feed, persons }: DeliveryStore,
  session: Session,
): Promise<number> {
  const person = await persons.findOne({ _id: endpoint.person }, { session });
  const reader = readerOf(endpoint, person?.standing?.scopes ?? []);
  const filter = { $and: [which, await visibleTo(reader, endpoint.types, feed)] };
  const found = await feed.feed.find(filter, { session }).sort({ _id: 1 }).limit(MOST).toArray();
  const writes = found.map(({ _id: sequence }) => {
    const replacement = {
      endpoint: endpoint._id,
      sequence,
      attempts: 0,
      dueAt: at,
      isTest: false,
      givenUpAt: null,
    };
    return {
      replaceOne: { filter: { _id: exceptionId(endpoint._id, sequence) }, replacement, upsert: true },
    };
  });
  if (writes.length > 0) await exceptions.bulkWrite(writes, { session });
  return writes.length;
}
