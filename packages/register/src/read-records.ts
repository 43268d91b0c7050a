import { dataToJson, RECORD_CURSOR } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { nextAfter, pageOf, RpcError, readPage, refuseForeignCursor, rpcStatus } from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import type { KnownSources } from './known-sources.ts';
import {
  type HistoryDocument,
  OF_SOURCE,
  type RecordDocument,
  type RegisterCollections,
  recordId,
} from './record-document.ts';
import type { Register } from './register.ts';

/** The server sends a page in parts, so that large documents are not all read before the page is full. */
const READ_AT_ONCE = 32;

/** One record with a page of its history, newest first. */
export async function getRecord(
  { collections: { records, history }, sources }: Register,
  { type, subject, historyAfter, historyLimit }: registerV1.GetThingRequest,
): Promise<registerV1.GetThingResponse> {
  const id = recordId(type, subject);
  const record = await records.findOne({ _id: id, revision: { $gt: 0 } });
  if (!record) throw new RpcError(rpcStatus.NOT_FOUND, `nothing was recorded of ${type} ${subject}`);
  const below = historyAfter > 0n ? { revision: { $lt: Number(historyAfter) } } : {};
  const lower = history.find({ thing: id, ...below }).sort({ revision: -1 });
  const { rows, isWhole } = await readPage(lower, historyLimit, { readAtOnce: READ_AT_ONCE });
  const lowest = rows.at(-1)?.revision ?? 0;
  const held = recordOf(sources, record);
  const known = { ...held, history: rows.map((row) => revisionOf(row, firstSourceOf(record))) };
  return { thing: known, historyNext: isWhole ? 0n : BigInt(lowest) };
}

/** What is held of many records of one type. */
export async function readRecords(
  { collections: { records }, sources }: Register,
  { type, subjects }: registerV1.ReadRecordsRequest,
): Promise<registerV1.ReadRecordsResponse> {
  const { most } = LIMITS.callItems;
  if (subjects.length > most)
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, `subjects: at most ${most}; these are ${subjects.length}`);
  const ids = subjects.map((subject) => recordId(type, subject));
  const found = await records.find({ _id: { $in: ids }, revision: { $gt: 0 } }).toArray();
  return { records: found.map((record) => recordOf(sources, record)) };
}

/** The records of a type in the order of their keys: all, or those about a USCC or an id. */
export async function listRecords(
  { collections: { records }, sources }: Register,
  { type, about, after, limit, sources: owners }: registerV1.ListThingsRequest,
): Promise<registerV1.ListThingsResponse> {
  // Keys begin with the type: without `about` they form a range, and nothing before it is read.
  const first = recordId(type, '');
  refuseForeignCursor(after, { test: (cursor) => cursor.startsWith(first) });
  const range = { $gt: after > first ? after : first, $lt: `${first.slice(0, -1)}0` };
  const filter = { type: type as RecordDocument['type'], ...(about ? { about } : {}), _id: range };
  if (owners.length > 0)
    return ownRecords({ records, sources }, { filter, owners, isAbout: about !== '' }, limit);
  const found = records
    .find({ ...filter, revision: { $gt: 0 } })
    .hint(about ? { type: 1, about: 1, _id: 1 } : { _id: 1 })
    .sort({ _id: 1 });
  return recordsPage(found, limit, sources);
}

type Owned = {
  readonly filter: { readonly type: RecordDocument['type']; readonly _id: { $gt: string; $lt: string } };
  readonly owners: readonly string[];
  readonly isAbout: boolean;
};

/**
 * Those that now belong to these sources. A record that was handed over, without a revision since, is stored under its
 * former owner: it is found there and checked one by one, so that nobody sees another's records or misses their own.
 */
async function ownRecords(
  { records, sources }: Pick<RegisterCollections, 'records'> & { readonly sources: KnownSources },
  { filter, owners, isAbout }: Owned,
  limit: number,
): Promise<registerV1.ListThingsResponse> {
  const own = new Set(owners);
  const under = isAbout ? {} : { source: { $in: sources.recordedUnder(owners) } };
  const found = records
    .find({ ...filter, ...under, revision: { $gt: 0 } })
    .hint(isAbout ? { type: 1, about: 1, _id: 1 } : OF_SOURCE)
    .sort({ _id: 1 })
    .limit(LIMITS.recordsReadAPage.most + 1)
    .batchSize(READ_AT_ONCE);
  let read = 0;
  let readTo = '';
  let isCut = false;
  async function* those(): AsyncGenerator<RecordDocument> {
    for await (const record of found) {
      isCut = read === LIMITS.recordsReadAPage.most;
      if (isCut) return;
      read += 1;
      readTo = record._id;
      if (own.has(recordOf(sources, record).source)) yield record;
    }
  }
  const page = await pageOf(those(), limit);
  const next = page.isWhole && isCut ? readTo : nextAfter(page, ({ _id }) => _id);
  return { things: page.rows.map((record) => recordOf(sources, record)), next };
}

/** Records that an officer should look at, in the order of their keys. */
export async function listMarked(
  { collections: { records }, sources }: Register,
  { after, limit }: registerV1.ListMarkedRequest,
): Promise<registerV1.ListMarkedResponse> {
  refuseForeignCursor(after, RECORD_CURSOR);
  const found = records.find({ isMarked: true, _id: { $gt: after } }).sort({ _id: 1 });
  return recordsPage(found, limit, sources);
}

async function recordsPage(
  found: Parameters<typeof readPage<RecordDocument>>[0],
  limit: number,
  sources: KnownSources,
): Promise<{ things: registerV1.Thing[]; next: string }> {
  const page = await readPage(found, limit, { readAtOnce: READ_AT_ONCE });
  return {
    things: page.rows.map((record) => recordOf(sources, record)),
    next: nextAfter(page, ({ _id }) => _id),
  };
}

/** A handover counts from its date on, even before the new owner has sent a revision. */
function recordOf(sources: KnownSources, record: RecordDocument): registerV1.Thing {
  const { type, subject, version, meteredFeeFen, marks = [] } = record;
  const handedOver = [...(record.handedOver ?? []), ...sources.handedOver(record)].toReversed();
  return {
    ...{ type, subject, source: handedOver[0]?.to ?? record.source, version },
    ...{ current: revisionOf(record, record.source), history: [], meteredFeeFen, marks },
    handedOver: handedOver.map(({ id, from, to, at }) => ({
      ...{ id, fromSource: from, toSource: to },
      at: at.toISOString(),
    })),
  };
}

function firstSourceOf({ handedOver, source }: RecordDocument): string {
  return handedOver?.[0]?.from ?? source;
}

/** `otherwise`: who recorded it, where the document does not state that. */
function revisionOf(document: RecordDocument | HistoryDocument, otherwise: string): registerV1.Revision {
  const { revision, eventId, time, recordedAt, data, source = otherwise } = document;
  return {
    revision: BigInt(revision),
    eventId,
    time,
    recordedAt: recordedAt.toISOString(),
    dataJson: canonicalJson(dataToJson(data)),
    source,
  };
}
