import type { PublishedFact } from '@duixian/facts';
import { RECORD_CURSOR } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import {
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  remembered,
  rpcStatus,
  type Session,
  transact,
} from '@duixian/runtime';
import { LIMITS, TEXT, textMistake } from '@duixian/values';
import type { Change } from './judge-batch.ts';
import {
  type Dismissal,
  historyId,
  type MissingDocument,
  type RegisterCollections,
  recordId,
} from './record-document.ts';

type WithCollections = { readonly collections: RegisterCollections };

/** Adds facts that were published but are not held. What an officer dismissed remains dismissed. */
export async function addMissing(
  lost: readonly PublishedFact[],
  { missing, dismissed }: RegisterCollections,
): Promise<void> {
  const records = lost.map(({ type, subject }) => recordId(type, subject));
  const known = new Map<string, number>();
  for await (const { thing: record, revision } of dismissed.find({ thing: { $in: records } }))
    known.set(record, Math.max(revision, known.get(record) ?? 0));
  const updates = lost
    .filter(({ type, subject, data }) => data.revision > (known.get(recordId(type, subject)) ?? 0))
    .map(({ type, subject, source, data, time }) => ({
      updateOne: {
        filter: { _id: recordId(type, subject) },
        update: { $max: { revision: data.revision }, $min: { time: new Date(time) }, $set: { source } },
        upsert: true,
      },
    }));
  if (updates.length > 0) await missing.bulkWrite(updates);
}

/** Runs in the transaction that records the missing facts. */
export async function forgetMissing(
  changes: readonly Change[],
  { missing }: RegisterCollections,
  session: Session,
): Promise<void> {
  if (changes.length === 0) return;
  const recorded = changes.map(({ after: { _id, revision } }) => ({ _id, revision: { $lte: revision } }));
  await missing.deleteMany({ $or: recorded }, { session });
}

const COMPARED_AT_ONCE = 500;

/** Forgets facts that were recorded by a process that did not yet know that they were missing. */
export async function forgetRecorded({ missing, records }: RegisterCollections): Promise<void> {
  for (let after = ''; ; ) {
    const page = await missing
      .find({ _id: { $gt: after } })
      .sort({ _id: 1 })
      .limit(COMPARED_AT_ONCE)
      .toArray();
    const projection = { revision: 1 } as const;
    const found = await records.find({ _id: { $in: page.map(({ _id }) => _id) } }, { projection }).toArray();
    const held = new Map(found.map(({ _id, revision }) => [_id, revision]));
    const there = page.filter(({ _id, revision }) => revision <= (held.get(_id) ?? 0));
    if (there.length > 0)
      await missing.deleteMany({ $or: there.map(({ _id, revision }) => ({ _id, revision })) });
    if (page.length < COMPARED_AT_ONCE) return;
    after = page.at(-1)?._id ?? '';
  }
}

/** Reads at most one document, however many there are. */
export async function hasMissing({ missing }: RegisterCollections): Promise<boolean> {
  return (await missing.findOne({}, { projection: { _id: 1 } })) !== null;
}

export type Missing = { readonly facts: bigint; readonly sendAgainFrom: Date };

/** For each source, how many of its facts are still missing, and the `time` from which it should send again. */
export async function missingBySource({ missing }: RegisterCollections): Promise<Map<string, Missing>> {
  const rows = await missing
    .aggregate<{ _id: string; facts: number; sendAgainFrom: Date }>([
      { $group: { _id: '$source', facts: { $sum: 1 }, sendAgainFrom: { $min: '$time' } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, facts, sendAgainFrom }) => [_id, { facts: BigInt(facts), sendAgainFrom }]));
}

/** Lists the missing facts or the dismissed ones, in the order of their keys. */
export async function listMissing(
  { collections: { missing, dismissed } }: WithCollections,
  { after, limit, isDismissed }: registerV1.ListMissingRequest,
): Promise<registerV1.ListMissingResponse> {
  refuseForeignCursor(after, RECORD_CURSOR);
  const behind = { _id: { $gt: after } };
  const page = isDismissed
    ? await readPage(dismissed.find(behind).sort({ _id: 1 }), limit)
    : await readPage(missing.find(behind).sort({ _id: 1 }), limit);
  const rows: readonly (MissingDocument & { thing?: string; dismissal?: Dismissal })[] = page.rows;
  return {
    facts: rows.map(({ _id, thing: record = _id, source, revision, time, dismissal }) => ({
      ...{ thing: record, source, revision: BigInt(revision), time: time.toISOString() },
      dismissal: dismissal && { ...dismissal, at: dismissal.at.toISOString() },
    })),
    next: nextAfter(page, ({ _id }) => _id),
  };
}

/** Dismisses all or none: who, when and why remain readable. A fact that is sent after all is recorded as usual. */
export async function dismissMissing(
  { collections: { missing, dismissed, database } }: WithCollections,
  { things: records, by, reason }: registerV1.DismissMissingRequest,
): Promise<registerV1.DismissMissingResponse> {
  const mistake = textMistake(reason, TEXT);
  const most = LIMITS.missingFactsAtOnce.most;
  const faults = [
    records.length === 0 && 'things: which missing facts',
    records.length > most && `things: at most ${most} at once`,
    by === '' && 'by: who dismisses them',
    mistake !== undefined && `reason: why they are dismissed; it must be ${mistake}`,
  ].filter(Boolean);
  if (faults.length > 0) throw new RpcError(rpcStatus.INVALID_ARGUMENT, faults.join('; '));
  const dismissal = { by, reason, at: new Date() };
  const work = async (session: Session) => {
    const found = await missing.find({ _id: { $in: records } }, { session }).toArray();
    const known = new Set(found.map(({ _id }) => _id));
    const unknown = records.filter((record) => !known.has(record));
    if (unknown.length > 0)
      throw new RpcError(rpcStatus.NOT_FOUND, `no fact ${unknown.join(', ')} is missing`);
    await dismissed.insertMany(
      found.map((one) => ({ ...one, _id: historyId(one._id, one.revision), thing: one._id, dismissal })),
      { session },
    );
    const { deletedCount } = await missing.deleteMany(
      { $or: found.map(({ _id, revision }) => ({ _id, revision })) },
      { session },
    );
    return { dismissed: BigInt(deletedCount) };
  };
  return transact(database, remembered(work));
}
