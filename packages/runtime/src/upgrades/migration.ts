import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '@duixian/values';
import type { Collection, Document, IndexDescription } from 'mongodb';
import { BatchSize } from '../batch-size.ts';
import { type Database, transact } from '../database.ts';
import { openKinds, type StoredKind, upcasted, type Versioned } from './stored-kind.ts';

type Index = IndexDescription;

/** How one collection compares with what this release declares. */
export type CollectionState = {
  readonly collection: string;
  /** False: this release does not know it, and leaves it alone. */
  readonly isDeclared: boolean;
  readonly version: number;
  readonly documents: number;
  /** The number of documents in the previous version. */
  readonly older: number;
  /** The number of documents that this release cannot read. */
  readonly unreadable: number;
  readonly missingIndexes: readonly string[];
  /** Undeclared, or declared differently. */
  readonly undeclaredIndexes: readonly string[];
};

/** Only looks, and changes nothing. */
export async function lookAtCollections(
  database: Database,
  kinds: readonly StoredKind[],
): Promise<CollectionState[]> {
  const names = (await database.listCollections({ type: 'collection' }).toArray()).map(({ name }) => name);
  const states: CollectionState[] = [];
  for (const name of names.filter((one) => !one.startsWith('system.')).sort()) {
    const kind = kinds.find(({ collection }) => collection === name);
    states.push(await lookAt(database, name, kind));
  }
  return states;
}

async function lookAt(
  database: Database,
  collection: string,
  kind: StoredKind | undefined,
): Promise<CollectionState> {
  const of = database.collection(collection);
  const documents = await of.countDocuments();
  const { version = 1 } = kind ?? {};
  if (!kind)
    return {
      ...{ collection, isDeclared: false, version, documents, older: 0, unreadable: 0 },
      ...{ missingIndexes: [], undeclaredIndexes: [] },
    };
  const current = await of.countDocuments(inVersion(version));
  const older = version > 1 ? await of.countDocuments(inVersion(version - 1)) : 0;
  const { missing, undeclared } = await compareIndexes(of, kind);
  return {
    ...{ collection, isDeclared: true, version, documents, older },
    unreadable: documents - current - older,
    missingIndexes: missing.map(nameOf),
    undeclaredIndexes: undeclared,
  };
}

function inVersion(version: number): object {
  return version === 1 ? { schemaVersion: { $in: [null, 1] } } : { schemaVersion: version };
}

/**
 * Migrates documents of the previous version to that of this release, as many as time allows, and indexes to the
 * declared ones. It can be stopped at any moment and started again: a document is in one version or the other, and each
 * batch is one transaction, which runs again on the current state when another writer changes any of its documents.
 */
export async function migrateCollections(
  database: Database,
  kinds: readonly StoredKind[],
): Promise<{ collection: string; migrated: number }[]> {
  await openKinds(database, kinds);
  const until = performance.now() + LIMITS.migrationCallMs.most;
  const results: { collection: string; migrated: number }[] = [];
  for (const kind of kinds) {
    await bringIndexes(database.collection(kind.collection), kind);
    const migrated = kind.upcast ? await migrateKind(database, kind, until) : 0;
    results.push({ collection: kind.collection, migrated });
  }
  return results;
}

async function migrateKind(database: Database, kind: StoredKind, until: number): Promise<number> {
  const size = new BatchSize(LIMITS.migrationBatch.most);
  let migrated = 0;
  while (performance.now() < until) {
    try {
      const batch = await migrateBatch(database, kind, size.now);
      if (batch === 0) break;
      migrated += batch;
      size.succeeded();
    } catch (error) {
      if (!size.shrinksAfter(error)) throw error;
    }
  }
  return migrated;
}

function migrateBatch(database: Database, kind: StoredKind, most: number): Promise<number> {
  const of = database.collection(kind.collection);
  return transact(database, async (session) => {
    const found = await of
      .find(inVersion(kind.version - 1), { session })
      .limit(most)
      .toArray();
    if (found.length === 0) return 0;
    const operations = found.map((document) => ({
      replaceOne: {
        filter: { _id: document._id },
        replacement: upcasted<Versioned & Document>(kind, document),
      },
    }));
    await of.bulkWrite(operations, { session, ordered: false });
    return found.length;
  });
}

async function bringIndexes(of: Collection, kind: StoredKind): Promise<void> {
  const { missing, undeclared } = await compareIndexes(of, kind);
  for (const name of undeclared) await of.dropIndex(name);
  if (missing.length > 0) await of.createIndexes([...missing]);
}

async function compareIndexes(
  of: Collection,
  { indexes = [] }: StoredKind,
): Promise<{ missing: Index[]; undeclared: string[] }> {
  const standing = (await of.indexes()).filter(({ name }) => name !== '_id_');
  const isOne = (a: object, b: object) => isDeepStrictEqual(essenceOf(a), essenceOf(b));
  return {
    missing: indexes.filter((index) => !standing.some((one) => isOne(one, index))),
    undeclared: standing
      .filter((one) => !indexes.some((index) => isOne(one, index)))
      .map(({ name }) => String(name)),
  };
}

/** What makes two indexes the same, whatever their names. The order of the keys counts. */
function essenceOf({ key, unique, partialFilterExpression }: Partial<Index>): unknown {
  const keys = Object.entries(key ?? {}).map(([field, direction]) => [field, Number(direction)]);
  return [keys, unique === true, partialFilterExpression ?? null];
}

function nameOf({ key }: Index): string {
  return Object.entries(key)
    .flatMap(([field, direction]) => [field, String(direction)])
    .join('_');
}
