import { randomInt } from 'node:crypto';
import type { registerV1 } from '@duixian/proto';
import { pageLimit, refuseForeignCursor, type Session, transact } from '@duixian/runtime';
import { compareCodePoints } from '@duixian/values';
import type { Change } from './judge-batch.ts';
import { type Missing, missingBySource } from './missing-facts.ts';
import type { RegisterCollections, SourceDocument } from './record-document.ts';

/** Each process of a register usually writes its own documents, so that processes do not wait for each other. */
const PLACES = 16;
const place = randomInt(PLACES);
const STEP = 'sources';

/**
 * Counts what a batch recorded, in its transaction: one small document of each source. Transactions that must not wait
 * for each other count in separate documents.
 */
export async function countSources(
  changes: Iterable<Change>,
  { sources }: RegisterCollections,
  session: Session,
  apart = '',
): Promise<void> {
  const counted = new Map<string, SourceDocument>();
  const left = new Map<string, bigint>();
  for (const { before, after } of changes) {
    const { source, recordedAt } = after;
    const known = counted.get(source);
    const newestTime = new Date(Math.max(Date.parse(after.time), known?.newestTime.getTime() ?? 0));
    const owner = before && before.revision > 0 ? before.source : undefined;
    const records = (known?.things ?? 0n) + (owner === source ? 0n : 1n);
    if (owner !== undefined && owner !== source) left.set(owner, (left.get(owner) ?? 0n) + 1n);
    counted.set(source, {
      _id: `${apart}${place} ${source}`,
      source,
      things: records,
      newestRecordedAt: recordedAt,
      newestTime,
    });
  }
  const updates = [...counted.values()].map(
    ({ _id, source, things: records, newestRecordedAt, newestTime }) => ({
      updateOne: {
        filter: { _id },
        update: {
          $inc: { things: records },
          $max: { newestRecordedAt, newestTime },
          $setOnInsert: { source },
        },
        upsert: true,
      },
    }),
  );
  const losses = [...left].map(([source, records]) => ({
    updateOne: {
      filter: { _id: `${apart}${place} ${source}` },
      update: lossOf(source, records),
      upsert: true,
    },
  }));
  if (updates.length > 0) await sources.bulkWrite([...updates, ...losses], { session, ordered: false });
}

/** Of records that were handed over, where the new owner has sent a revision. */
function lossOf(source: string, records: bigint) {
  const none = new Date(0);
  return {
    $inc: { things: -records },
    $max: { newestRecordedAt: none, newestTime: none },
    $setOnInsert: { source },
  };
}

/** Counts, once, what was recorded before counting existed. */
export async function countEarlierSources({
  records,
  sources,
  database,
}: RegisterCollections): Promise<void> {
  const steps = database.collection<{ _id: string }>('steps');
  if (await steps.findOne({ _id: STEP })) return;
  await transact(database, async (session) => {
    // Another process that started at the same time was faster: every further attempt would conflict with what it
    // wrote.
    if (await steps.findOne({ _id: STEP }, { session })) return;
    await steps.insertOne({ _id: STEP }, { session });
    const time = { $dateFromString: { dateString: '$time', onError: '$recordedAt' } };
    const found = await records
      .aggregate<SourceDocument>(
        [
          { $match: { revision: { $gt: 0 } } },
          {
            $group: {
              _id: '$source',
              things: { $sum: { $toLong: 1 } },
              newestRecordedAt: { $max: '$recordedAt' },
              newestTime: { $max: time },
            },
          },
        ],
        { session },
      )
      .toArray();
    const documents = found.map((one) => ({ ...one, _id: `earlier ${one._id}`, source: one._id }));
    if (documents.length > 0) await sources.insertMany(documents, { session });
  });
}

/** The sources in order, each with what is held of it. */
export async function listSources(
  { collections }: { readonly collections: RegisterCollections },
  { after, limit }: registerV1.ListSourcesRequest,
): Promise<registerV1.ListSourcesResponse> {
  const most = pageLimit(limit);
  const missing = await missingBySource(collections);
  const isKnown = missing.has(after) || (await collections.sources.findOne({ source: after })) !== null;
  refuseForeignCursor(after, { test: () => isKnown });
  const found = await collections.sources
    .aggregate<SourceDocument & { _id: string }>([
      { $match: { source: { $gt: after } } },
      {
        $group: {
          _id: '$source',
          things: { $sum: '$things' },
          newestRecordedAt: { $max: '$newestRecordedAt' },
          newestTime: { $max: '$newestTime' },
        },
      },
      { $sort: { _id: 1 } },
      { $limit: most },
    ])
    .toArray();
  const held = new Map(found.map((one) => [one._id, one]));
  // Possibly all facts of a source are missing.
  const last = found.length === most ? found.at(-1)?._id : undefined;
  const lost = [...missing.keys()].filter(
    (name) =>
      compareCodePoints(name, after) > 0 && (last === undefined || compareCodePoints(name, last) <= 0),
  );
  const names = [...new Set([...held.keys(), ...lost])].sort(compareCodePoints).slice(0, most);
  const sources = names.map((source) => sourceRow(source, held.get(source), missing.get(source)));
  const isWhole = last === undefined && held.size + lost.length <= most;
  return { sources, next: isWhole ? '' : (names.at(-1) ?? '') };
}

function sourceRow(source: string, held?: SourceDocument, missing?: Missing): registerV1.Source {
  return {
    source,
    things: BigInt(held?.things ?? 0),
    newestRecordedAt: held?.newestRecordedAt.toISOString() ?? '',
    newestTime: held?.newestTime.toISOString() ?? '',
    missingFacts: missing?.facts ?? 0n,
    sendAgainFrom: missing?.sendAgainFrom.toISOString() ?? '',
  };
}
