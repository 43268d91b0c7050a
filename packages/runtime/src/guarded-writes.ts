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
  const operations = writes.map(({ before, after }) =>
    before === undefined
      ? { insertOne: { document: after } }
      : { replaceOne: { filter: { _id: before._id, [guard]: before[guard] }, replacement: after } },
  );
  await writeAll(collection, operations, session);
}

/** The same for large documents that stand already and of which little changes: only that is sent and logged. */
export async function patchGuarded<D extends { _id: unknown }>(
  collection: mongoose.mongo.Collection<D>,
  writes: readonly (GuardedWrite<D> & { readonly before: D })[],
  guard: keyof D & string,
  session: Session,
): Promise<void> {
  const operations = writes.map(({ before, after }) => {
    const changed = (Object.keys(after) as (keyof D)[]).filter((field) => after[field] !== before[field]);
    const update = { $set: Object.fromEntries(changed.map((field) => [field, after[field]])) };
    return { updateOne: { filter: { _id: before._id, [guard]: before[guard] }, update } };
  });
  await writeAll(collection, operations, session);
}

async function writeAll<D extends { _id: unknown }>(
  collection: mongoose.mongo.Collection<D>,
  operations: readonly object[],
  session: Session,
): Promise<void> {
  if (operations.length === 0) return;
  const result = await collection.bulkWrite(operations as never, { session, ordered: false });
  if (result.insertedCount + result.matchedCount !== operations.length) {
    throw new ConcurrentChange(
      `${collection.collectionName}: somebody else wrote one of ${operations.length} documents`,
    );
  }
}
