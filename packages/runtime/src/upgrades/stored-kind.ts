import type { Document, IndexDescription } from 'mongodb';
import type { Database } from '../database.ts';

/** The version of a document's stored form; 1 if absent. */
export type Versioned = { readonly schemaVersion?: number };

/**
 * One kind of document as this release writes it. A reader accepts this version and the previous one, so that a release
 * can run beside the previous one; `./duixian migrate` brings all documents to this version.
 */
export type StoredKind = {
  readonly collection: string;
  readonly version: number;
  /**
   * Converts from the previous version: pure, and correct for a part of a document too, as a projection returns it. It
   * keeps the existing fields, and adds or moves the missing ones.
   */
  upcast?(document: Document): Document;
  readonly indexes?: readonly IndexDescription[];
};

/** A document that a later release wrote: it is not interpreted, and the release that wrote it has to come back. */
export class UnreadableVersion extends Error {
  override name = 'UnreadableVersion';
}

/** The document in the form of this release. It costs one comparison where the document already has that form. */
export function upcasted<D extends Versioned>(kind: StoredKind, document: D): D {
  const { schemaVersion = 1 } = document;
  if (schemaVersion === kind.version) return document;
  if (schemaVersion === kind.version - 1 && kind.upcast)
    return { ...kind.upcast(document), schemaVersion: kind.version } as unknown as D;
  throw new UnreadableVersion(
    `a document of ${kind.collection} has version ${schemaVersion}; this release reads ${readable(kind)}`,
  );
}

function readable({ version }: StoredKind): string {
  return version === 1 ? 'version 1' : `versions ${version - 1} and ${version}`;
}

const INDEX_OPTIONS_CONFLICT = 85;
const INDEX_KEYS_CONFLICT = 86;

/**
 * Creates missing collections and indexes: beforehand, because creating a collection inside a transaction can fail it.
 * An index whose declaration differs from the existing one is left to `./duixian migrate`: a start does not fail for
 * it.
 */
export async function openKinds(database: Database, kinds: readonly StoredKind[]): Promise<void> {
  const existing = (await database.listCollections().toArray()).map(({ name }) => name);
  for (const { collection, indexes = [] } of kinds) {
    if (!existing.includes(collection)) await database.createCollection(collection).catch(ignoreExisting);
    for (const index of indexes) await makeIndex(database, collection, index);
  }
}

async function makeIndex(database: Database, collection: string, index: IndexDescription): Promise<void> {
  try {
    await database.collection(collection).createIndexes([index]);
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== INDEX_OPTIONS_CONFLICT && code !== INDEX_KEYS_CONFLICT) throw error;
  }
}

const NAMESPACE_EXISTS = 48;

/** Two processes of a service start at once. */
function ignoreExisting(error: unknown): void {
  if ((error as { code?: unknown }).code !== NAMESPACE_EXISTS) throw error;
}
