import {
  type Background,
  type Database,
  type DatabaseClock,
  type Logger,
  PeriodicTask,
  transact,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { FeedCollections } from './feed-documents.ts';

const EVERY_MS = 60_000;

/** Deletes what is older than events are kept, a limited number in each round. */
export function keepFeed(
  database: Database,
  collections: FeedCollections,
  clock: DatabaseClock,
  log: Logger,
): Background {
  const failure = 'old events of the feed could not be deleted';
  return new PeriodicTask({ name: 'keep-feed', everyMs: EVERY_MS, failure, log }, async () => {
    await deleteOldEvents(database, collections, clock.now());
  });
}

/** The oldest that is kept is written first: a reader never misses an event without being answered that it is gone. */
export async function deleteOldEvents(
  database: Database,
  { feed, feedEnd }: FeedCollections,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - LIMITS.feedKeptMs.most);
  const oldest = await feed.find().sort({ _id: 1 }).limit(LIMITS.feedDeletedTogether.most).toArray();
  const last = oldest.findLast(({ recordedAt }) => recordedAt < before)?._id;
  if (last === undefined) return 0;
  return transact(database, async (session) => {
    await feedEnd.updateOne({ _id: 'feed' }, { $max: { oldest: last + 1 } }, { session });
    return (await feed.deleteMany({ _id: { $lte: last } }, { session })).deletedCount;
  });
}
