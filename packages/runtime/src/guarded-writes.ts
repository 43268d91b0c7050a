import { LIMITS } from '@duixian/values';
import type { Collection, Filter } from 'mongodb';
import { ConcurrentChange, type Session } from './database.ts';

/** A document as it was read and as it is to be written; `guard` is the lock version that every write increments. */
export type GuardedWrite<D extends { _id: unknown }> = {
  readonly before: D | undefined;
  readonly after: D;
};

/**
 * Writes documents only if nobody wrote them since they were read: inserts absent ones, replaces existing ones at the
 * lock version that was read. Fewer matches than expected mean a concurrent change, and the transaction runs again.
 */
export async function writeGuarded<D extends { _id: unknown }>(
  collection: Collection<D>,
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

/** Documents in one statement: small ones of a few kilobytes stay far below the 16 MiB that MongoDB allows. */
const AT_ONCE = 250;

/**
 * The same for many small documents: existing ones are replaced in one statement, at a third of the cost of single
 * ones. The statement looks up the new content and the expected lock version for each document; one at another lock
 * version remains unchanged, so that fewer are modified than expected.
 */
export async function writeGuardedAtOnce<D extends { _id: unknown }>(
  collection: Collection<D>,
  writes: readonly GuardedWrite<D>[],
  guard: keyof D & string,
  session: Session,
): Promise<void> {
  const standing = writes.filter((write) => write.before !== undefined);
  if (standing.length < 2) return writeGuarded(collection, writes, guard, session);
  const absent = writes.filter((write) => write.before === undefined);
  await writeGuarded(collection, absent, guard, session);
  for (let at = 0; at < standing.length; at += AT_ONCE)
    await replaceAtOnce(collection, standing.slice(at, at + AT_ONCE), guard, session);
}

async function replaceAtOnce<D extends { _id: unknown }>(
  collection: Collection<D>,
  writes: readonly GuardedWrite<D>[],
  guard: keyof D & string,
  session: Session,
): Promise<void> {
  const ids = writes.map(({ after }) => after._id);
  const lockVersions = writes.map(({ before }) => before?.[guard]);
  const own = (values: readonly unknown[]) => ({ $arrayElemAt: [{ $literal: values }, '$$at'] });
  const replacement = {
    $let: {
      vars: { at: { $indexOfArray: [{ $literal: ids }, '$_id'] } },
      in: {
        $cond: [{ $eq: [`$${guard}`, own(lockVersions)] }, own(writes.map(({ after }) => after)), '$$ROOT'],
      },
    },
  };
  const filter = { _id: { $in: ids } } as Filter<D>;
  const { modifiedCount } = await collection.updateMany(filter, [{ $replaceWith: replacement }], { session });
  mustBeAll(collection, modifiedCount, writes.length);
}

/** The same for large existing documents of which little changes: only the changed fields are sent and logged. */
export async function patchGuarded<D extends { _id: unknown }>(
  collection: Collection<D>,
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
  collection: Collection<D>,
  operations: readonly object[],
  session: Session,
): Promise<void> {
  for (const part of inParts(operations)) {
    const result = await collection.bulkWrite(part as never, { session, ordered: false });
    mustBeAll(collection, result.insertedCount + result.matchedCount, part.length);
  }
}

/** Parts that fit into one command to the server, with room for other commands in between. */
export function inParts<Item>(items: readonly Item[], size = LIMITS.commandItems.most): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

function mustBeAll({ collectionName }: { collectionName: string }, written: number, meant: number): void {
  if (written !== meant)
    throw new ConcurrentChange(`${collectionName}: another writer changed one of ${meant} documents`);
}
