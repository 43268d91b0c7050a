import { decodeFact, type PublishedFact } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { PermissionViolationError } from '@nats-io/transport-node';
import { messageOf } from '../failure.ts';
import type { Logger } from '../logger.ts';
import type { ReadBack } from '../nats/read-back.ts';
import {
  type MissingDocument,
  type RegisterCollections,
  type ThingDocument,
  thingId,
} from './thing-document.ts';

const DUPLICATE_KEY = 11_000;

/**
 * After a restore from a backup the database is older than what was published of it: facts are missing here that others
 * hold, and versions would be given again that others have seen, so that they would not believe what is new. So at every
 * start, before anything is recorded or published, what was published since the newest fact held is read back from the
 * stream, for as long as that keeps it. Versions go on above it, and what is missing is kept, to be told by source until
 * its source has sent it again.
 */
export async function findMissingFacts(
  collections: RegisterCollections,
  readBack: ReadBack,
  log: Logger | undefined,
): Promise<void> {
  try {
    for await (const payloads of readBack(await readFrom(collections))) {
      const facts = payloads.flatMap((payload) => factOf(payload, log));
      await compare(newestOfEach(facts), facts, collections);
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    // A server whose rights are those of an earlier release must not keep the register from its work.
    log?.error(
      { reason: messageOf(error) },
      'NATS does not let this register read back what it published: a restore from a backup would not be noticed',
    );
  }
  for (const [source, { facts, sendAgainFrom }] of await missingBySource(collections))
    log?.error(
      { source, facts, sendAgainFrom },
      'the database is older than what was published: the source has to send its facts again from then on',
    );
}

function isForbidden(error: unknown): boolean {
  const causes = [error, (error as { cause?: unknown }).cause];
  return causes.some((one) => one instanceof PermissionViolationError);
}

/** Clocks of servers differ a little; the stream has the time of its own. */
async function readFrom({ sources }: RegisterCollections): Promise<Date | undefined> {
  const newest = await sources.findOne({}, { sort: { newestRecordedAt: -1 } });
  return newest ? new Date(newest.newestRecordedAt.getTime() - LIMITS.clockDifferenceMs.most) : undefined;
}

function factOf(payload: Uint8Array, log: Logger | undefined): PublishedFact[] {
  try {
    return [decodeFact(payload)];
  } catch (error) {
    log?.warn({ err: error }, 'a message that was published cannot be read back');
    return [];
  }
}

function newestOfEach(facts: readonly PublishedFact[]): Map<string, PublishedFact> {
  const newest = new Map<string, PublishedFact>();
  for (const fact of facts) {
    const id = thingId(fact.type, fact.subject);
    if (fact.version > (newest.get(id)?.version ?? 0n)) newest.set(id, fact);
  }
  return newest;
}

async function compare(
  newest: ReadonlyMap<string, PublishedFact>,
  facts: readonly PublishedFact[],
  { things, missing }: RegisterCollections,
): Promise<void> {
  const projection = { version: 1, revision: 1 } as const;
  const found = await things.find({ _id: { $in: [...newest.keys()] } }, { projection }).toArray();
  const held = new Map(found.map((thing) => [thing._id, thing]));
  for (const [id, fact] of newest)
    if (fact.version > (held.get(id)?.version ?? 0n)) await goOnAbove(id, fact, things);
  const lost = facts.filter(
    ({ type, subject, data }) => data.revision > (held.get(thingId(type, subject))?.revision ?? 0),
  );
  const updates = lost.map(({ type, subject, source, data, time }) => ({
    updateOne: {
      filter: { _id: thingId(type, subject) },
      update: { $max: { revision: data.revision }, $min: { time: new Date(time) }, $set: { source } },
      upsert: true,
    },
  }));
  if (updates.length > 0) await missing.bulkWrite(updates);
}

/** What is not held at all gets a document that only has the version. */
async function goOnAbove(
  _id: string,
  { type, subject, version }: PublishedFact,
  things: RegisterCollections['things'],
): Promise<void> {
  const nothing = { source: '', revision: 0, content: '', eventId: '', time: '', recordedAt: new Date(0) };
  const data = {} as ThingDocument['data'];
  const unknown = { type, subject, ...nothing, data, guard: 0n, about: [] };
  const lower = { _id, version: { $lt: version } };
  const update = { $set: { version }, $inc: { guard: 1n } };
  if ((await things.updateOne(lower, update)).matchedCount > 0) return;
  try {
    await things.insertOne({ _id, ...unknown, version });
  } catch (error) {
    // Another process that starts was first, or it stands above by now.
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
    await things.updateOne(lower, update);
  }
}

export type Missing = { readonly facts: bigint; readonly sendAgainFrom: Date };

const FORGOTTEN_AT_ONCE = 1_000;

/** By source, how many of its facts are still missing, and from what `time` on it should send again. */
export async function missingBySource({ missing }: RegisterCollections): Promise<Map<string, Missing>> {
  if ((await missing.findOne({})) === null) return new Map();
  const held = [
    { $lookup: { from: 'things', localField: '_id', foreignField: '_id', as: 'held' } },
    { $set: { held: { $ifNull: [{ $first: '$held.revision' }, 0] } } },
  ];
  const isThere = { $expr: { $gte: ['$held', '$revision'] } };
  const there = await missing
    .aggregate<MissingDocument>([...held, { $match: isThere }, { $limit: FORGOTTEN_AT_ONCE }])
    .toArray();
  if (there.length > 0)
    await missing.deleteMany({ $or: there.map(({ _id, revision }) => ({ _id, revision })) });
  const rows = await missing
    .aggregate<{ _id: string; facts: number; sendAgainFrom: Date }>([
      ...held,
      { $match: { $expr: { $lt: ['$held', '$revision'] } } },
      { $group: { _id: '$source', facts: { $sum: 1 }, sendAgainFrom: { $min: '$time' } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, facts, sendAgainFrom }) => [_id, { facts: BigInt(facts), sendAgainFrom }]));
}
