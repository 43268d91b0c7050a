import { dataToJson } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { canonicalJson, LIMITS } from '@duixian/values';
import { pageLimit } from '../page.ts';
import { RpcError, rpcStatus } from '../rpc-error.ts';
import type { Register } from './register.ts';
import { type HistoryDocument, type ThingDocument, thingId } from './thing-document.ts';

/** Pages come from the server in parts, so that large documents are not all read before a page is full. */
const READ_AT_ONCE = 32;

/** One thing with a page of its history, newest first. */
export async function getThing(
  { collections: { things, history } }: Register,
  { type, subject, historyAfter, historyLimit }: registerV1.GetThingRequest,
): Promise<registerV1.GetThingResponse> {
  const id = thingId(type, subject);
  const thing = await things.findOne({ _id: id, revision: { $gt: 0 } });
  if (!thing) throw new RpcError(rpcStatus.NOT_FOUND, `nothing was recorded of ${type} ${subject}`);
  const below = historyAfter > 0n ? { revision: { $lt: Number(historyAfter) } } : {};
  const lower = history.find({ thing: id, ...below }).sort({ revision: -1 });
  const { rows, isWhole } = await pageOf(lower, historyLimit, revisionOf, ({ dataJson }) => dataJson);
  const next = isWhole ? 0n : (rows.at(-1)?.revision ?? 0n);
  return { thing: { ...thingOf(thing), history: rows }, historyNext: next };
}

/** The things of a type in the order of their keys: all, or those about a USCC or an id. */
export async function listThings(
  { collections: { things } }: Register,
  { type, about, after, limit }: registerV1.ListThingsRequest,
): Promise<registerV1.ListThingsResponse> {
  // Keys begin with the type: without `about` they are a range, and nothing before it is read.
  const first = thingId(type, '');
  const range = { $gt: after > first ? after : first, $lt: `${first.slice(0, -1)}0` };
  const filter = { type: type as ThingDocument['type'], ...(about ? { about } : {}), _id: range };
  const found = things
    .find({ ...filter, revision: { $gt: 0 } })
    .hint(about ? { type: 1, about: 1, _id: 1 } : { _id: 1 })
    .sort({ _id: 1 });
  return thingsPage(found, limit);
}

/** Things that an officer should look at, in the order of their keys. */
export async function listMarked(
  { collections: { things } }: Register,
  { after, limit }: registerV1.ListMarkedRequest,
): Promise<registerV1.ListMarkedResponse> {
  const found = things.find({ isMarked: true, _id: { $gt: after } }).sort({ _id: 1 });
  return thingsPage(found, limit);
}

async function thingsPage(
  found: Found<ThingDocument>,
  limit: number,
): Promise<{ things: registerV1.Thing[]; next: string }> {
  const { rows, isWhole } = await pageOf(found, limit, thingOf, ({ current }) => current?.dataJson ?? '');
  const last = rows.at(-1);
  return { things: rows, next: isWhole || !last ? '' : thingId(last.type, last.subject) };
}

type Found<Document> = {
  limit(count: number): Found<Document>;
  batchSize(count: number): Found<Document>;
  [Symbol.asyncIterator](): AsyncIterator<Document>;
};

/** As many rows as were asked for and as fit into a page; one at least. */
async function pageOf<Document, Row>(
  found: Found<Document>,
  asked: number,
  rowOf: (document: Document) => Row,
  textOf: (row: Row) => string,
): Promise<{ rows: Row[]; isWhole: boolean }> {
  const most = pageLimit(asked);
  const rows: Row[] = [];
  let bytes = 0;
  for await (const document of found.limit(most + 1).batchSize(READ_AT_ONCE)) {
    const row = rowOf(document);
    bytes += Buffer.byteLength(textOf(row));
    if (rows.length === most || (rows.length > 0 && bytes > LIMITS.pageBytes.most))
      return { rows, isWhole: false };
    rows.push(row);
  }
  return { rows, isWhole: true };
}

function thingOf(thing: ThingDocument): registerV1.Thing {
  const { type, subject, source, version, meteredFeeFen, marks = [] } = thing;
  return { type, subject, source, version, current: revisionOf(thing), history: [], meteredFeeFen, marks };
}

function revisionOf(document: ThingDocument | HistoryDocument): registerV1.Revision {
  const { revision, eventId, time, recordedAt, data } = document;
  return {
    revision: BigInt(revision),
    eventId,
    time,
    recordedAt: recordedAt.toISOString(),
    dataJson: canonicalJson(dataToJson(data)),
  };
}
