import { type Filter, MongoServerError } from 'mongodb';
import { needsIndex, onlyFactOn } from '../domain/reference-key.ts';
import type { Collections, FactDocument, InvalidationDocument } from '../store/collections.ts';

const MAX_COUNTED = 100_000;
const INVALIDATIONS_COUNTED = 200;
/** Well below the deadline of a caller that asks how much is pending. */
const COUNTED_FOR_MS = 1_000;
const MAX_TIME_EXPIRED = 50;

/** The facts that depend on an older version, except those that were already set aside with this one. */
export function outdatedBy({ _id, version }: InvalidationDocument, after = ''): Filter<FactDocument> {
  const older = { $elemMatch: { key: _id, version: { $lt: version } } };
  const setAside = { $not: { $elemMatch: { key: _id, version: { $gte: version } } } };
  if (needsIndex(_id)) return { leans: older, setAside };
  const only = onlyFactOn(_id);
  return { _id: only ?? { $gt: after }, leansAlone: older, setAside };
}

/**
 * At least this many facts are still to be recomputed, or entities to be released; 0 if there are none. The
 * count is bounded in number and time, so that the caller is answered while many wait.
 */
export async function countPending({ facts, invalidations, referenceData }: Collections): Promise<bigint> {
  const bounded = { limit: MAX_COUNTED, maxTimeMS: COUNTED_FOR_MS };
  const counted = await orAtLeastOne(invalidations.countDocuments({}, bounded));
  const restating = await orAtLeastOne(referenceData.countDocuments({ 'state.isRestating': true }, bounded));
  let pending = counted + restating;
  const until = Date.now() + COUNTED_FOR_MS;
  const looked = counted === 0 ? [] : await invalidations.find().limit(INVALIDATIONS_COUNTED).toArray();
  for (const invalidation of looked) {
    const leftMs = until - Date.now();
    if (leftMs <= 0 || pending >= MAX_COUNTED) break;
    const outdated = facts.countDocuments(outdatedBy(invalidation), {
      limit: MAX_COUNTED,
      maxTimeMS: leftMs,
    });
    pending += Math.max((await orAtLeastOne(outdated)) - 1, 0);
  }
  return BigInt(pending);
}

/** A count that ran out of time means at least one. */
async function orAtLeastOne(count: Promise<number>): Promise<number> {
  try {
    return await count;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED) return 1;
    throw error;
  }
}
