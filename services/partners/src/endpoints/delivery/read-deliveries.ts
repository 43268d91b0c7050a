import { LIMITS } from '@duixian/values';
import type { FeedCollections, FeedDocument } from '../../feed/feed-documents.ts';
import type { FeedLog } from '../../feed/feed-log.ts';
import { type FeedReader, visibleTo } from '../../feed/feed-reader.ts';
import type { Collections } from '../../store/collections.ts';
import { DeliveryQueue } from '../domain/delivery-queue.ts';
import { readerOf } from '../domain/reader-of.ts';
import type { EndpointCollections, EndpointDocument } from '../endpoint-documents.ts';

export type QueuedEvent = { readonly sequence: number; readonly document: FeedDocument };

/** An endpoint that this process sends to. */
export type HeldEndpoint = {
  readonly endpoint: EndpointDocument;
  readonly queue: DeliveryQueue<QueuedEvent>;
  /** What it may see now. */
  reader: FeedReader;
};

export type DeliveryStore = {
  readonly endpoints: EndpointCollections;
  readonly feed: FeedCollections;
  readonly feedLog: FeedLog;
  readonly persons: Collections['persons'];
  readonly keys: Collections['keys'];
};

const READ_AT_ONCE = 50;
const RETRIES_AT_ONCE = 8;

export async function openQueue(
  endpoint: EndpointDocument,
  { exceptions }: EndpointCollections,
): Promise<HeldEndpoint> {
  const { _id, cursor, isOrdered, state } = endpoint;
  const failed = { endpoint: _id, givenUpAt: null, isTest: false };
  const isBlocked = isOrdered && (await exceptions.findOne(failed)) !== null;
  const settings = { cursor, isOrdered, isBlocked, isUnverified: state === 'unverified' };
  return { endpoint, queue: new DeliveryQueue(settings), reader: readerOf(endpoint, []) };
}

/**
 * Looks what the owners may do now: an endpoint sees nothing that its person no longer may. Answers those whose key was
 * revoked, which see nothing.
 */
export async function judgeReaders(
  held: readonly HeldEndpoint[],
  { persons, keys }: DeliveryStore,
): Promise<HeldEndpoint[]> {
  const ids = [...new Set(held.map(({ endpoint }) => endpoint.person))];
  const found = await persons.find({ _id: { $in: ids } }).toArray();
  const scopes = new Map(found.map(({ _id, standing }) => [_id, standing?.scopes ?? []]));
  for (const one of held) one.reader = readerOf(one.endpoint, scopes.get(one.endpoint.person) ?? []);
  const used = [...new Set(held.map(({ endpoint }) => endpoint.key))];
  const revoked = new Set(await keys.distinct('_id', { _id: { $in: used }, revoked: { $ne: null } }));
  const without = held.filter(({ endpoint }) => revoked.has(endpoint.key));
  for (const one of without) one.reader = readerOf(one.endpoint, []);
  return without;
}

/** Reads what is new for each that has nothing left, up to the end that is answered. */
export async function readNew(held: readonly HeldEndpoint[], store: DeliveryStore): Promise<number> {
  const { last } = await store.feedLog.end();
  const behind = held.filter(({ queue }) => (queue.readsAfter() ?? last) < last);
  for (const { endpoint, queue, reader } of behind) {
    const after = queue.readsAfter() ?? last;
    const upTo = Math.min(last, after + LIMITS.feedReadAPage.most);
    const filter = await visibleTo(reader, endpoint.types, store.feed);
    const found = await store.feedLog.read(after, upTo, filter).limit(READ_AT_ONCE).toArray();
    const isWhole = found.length < READ_AT_ONCE;
    queue.add(found.map(queued), isWhole ? upTo : (found.at(-1)?._id ?? upTo));
  }
  return last;
}

/** Reads what is due again, some of each endpoint. */
export async function readDue(held: readonly HeldEndpoint[], now: Date, store: DeliveryStore): Promise<void> {
  const { exceptions } = store.endpoints;
  for (const { queue } of held) queue.readsDue();
  const due = { givenUpAt: null, dueAt: { $lte: now } };
  const ids = held.map(({ endpoint }) => endpoint._id);
  const wanted = new Set(await exceptions.distinct('endpoint', { ...due, endpoint: { $in: ids } }));
  for (const { endpoint, queue, reader } of held) {
    if (!wanted.has(endpoint._id)) continue;
    const found = exceptions.find({ ...due, endpoint: endpoint._id }).sort({ dueAt: 1, sequence: 1 });
    const rows = await found.limit(RETRIES_AT_ONCE).toArray();
    const mayReceive = { $or: [{ endpoint: endpoint._id }, await visibleTo(reader, [], store.feed)] };
    const sequences = { _id: { $in: rows.map(({ sequence }) => sequence) } };
    const events = await store.feed.feed.find({ $and: [sequences, mayReceive] }).toArray();
    const bySequence = new Map(events.map((document) => [document._id, document]));
    for (const { _id, sequence, attempts, isTest } of rows) {
      const document = bySequence.get(sequence);
      // What is not kept any more, or what its owner may not see any more, is not sent.
      if (!document) await exceptions.deleteOne({ _id });
      else queue.addRetries([{ event: queued(document), attempt: attempts + 1, isTest }]);
    }
  }
}

function queued(document: FeedDocument): QueuedEvent {
  return { sequence: document._id, document };
}
