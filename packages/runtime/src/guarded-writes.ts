import type mongoose from 'mongoose';
import { ConcurrentChange, type Session } from './database.ts';

/** A document as it was read and as it shall be; `guard` is the number that every write raises. */
export type GuardedWrite<D extends { _id: unknown }> = {
  readonly before: D | undefined;
  readonly after: D;
};

/**
 * Writes documents on condition that nobody wrote them since they were read: inserts what was absent, replaces what
 * stands at the guard that was read. Fewer matches than meant: a concurrent change, and the transaction runs again.
 */
export async function writeGuarded<D extends { _id: unknown }>(
  collection: mongoose.mongo.Collection<D>,
  writes: readonly GuardedWrite<D>[],
  guard: keyof D & string,
  session: Session,
): Promise<void> {
  if (writes.length === 0) return;
  const operations = writes.map(({ before, after }) =>
    before === undefined
      ? { insertOne: { document: after } }
      : { replaceOne: { filter: { _id: before._id, [guard]: before[guard] }, replacement: after } },
  );
  const result = await collection.bulkWrite(operations as never, { session, ordered: false });
  if (result.insertedCount + result.matchedCount !== writes.length) {
    throw new ConcurrentChange(
      `${collection.collectionName}: somebody else wrote one of ${writes.length} documents`,
    );
  }
}
