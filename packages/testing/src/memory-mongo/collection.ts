import { Blocked, ServerError, writeConflict } from './errors.ts';
import { candidatesById, positionOf } from './primary-key.ts';
import { type Index, SecondaryIndex } from './secondary-index.ts';
import type { Transaction, View } from './transaction.ts';
import { type Document, fromBytes, keyOf, toBytes } from './values.ts';

/** A document as it is stored: as bytes, and parsed from them once. Neither is ever changed. */
export class Stored {
  readonly bytes: Uint8Array;
  #document: Document | undefined;

  constructor(bytes: Uint8Array, document?: Document) {
    this.bytes = bytes;
    this.#document = document;
  }

  static of(document: Document): Stored {
    const bytes = toBytes(document);
    return new Stored(bytes, fromBytes(bytes));
  }

  get document(): Document {
    this.#document ??= fromBytes(this.bytes);
    return this.#document;
  }
}

/** The current state, for callers that change nothing. */
const LATEST: View = {
  at: Number.POSITIVE_INFINITY,
  oldest: () => 0,
  commit: () => {
    throw new Error('this view only reads');
  },
};

/** The value under a key since a commit; `undefined`: nothing. */
type Version = { readonly since: number; readonly value: Stored | undefined };

/** Everything known of one key: what was committed, the newest last, and what an open transaction wrote. */
export class Entry {
  readonly id: unknown;
  readonly collection: Collection;
  /** Increases with each insert: the storage order of documents. */
  place = 0;
  versions: Version[] = [];
  pending: { readonly by: Transaction; readonly value: Stored | undefined } | undefined;

  constructor(id: unknown, collection: Collection) {
    this.id = id;
    this.collection = collection;
  }

  read({ at, transaction }: View): Stored | undefined {
    if (this.pending && this.pending.by === transaction) return this.pending.value;
    for (let newest = this.versions.length - 1; newest >= 0; newest--) {
      const version = this.versions[newest];
      if (version && version.since <= at) return version.value;
    }
    return undefined;
  }

  get newest(): Version | undefined {
    return this.versions.at(-1);
  }
}

export class Collection {
  readonly name: string;
  readonly indexes = new Map<string, SecondaryIndex>();
  readonly #entries = new Map<string, Entry>();
  /** Sorted by key. */
  readonly #sorted: Entry[] = [];
  #places = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The current documents, by key. */
  standing(): Stored[] {
    return this.#sorted.flatMap((entry) => entry.newest?.value ?? []);
  }

  /**
   * The documents that a filter can select, as far as its conditions on the key or an index tell, by key; where none
   * helps, all in storage order.
   */
  candidates(filter: Document): readonly Entry[] {
    const found = candidatesById(filter, this.#entries, this.#sorted);
    return found ?? (this.#indexed(filter) ?? this.#sorted).toSorted(byPlace);
  }

  #indexed(filter: Document): readonly Entry[] | undefined {
    for (const index of this.indexes.values()) {
      const some = index.candidates(filter);
      if (some) return some;
    }
    const parts = ((filter['$or'] ?? []) as Document[]).map(
      (part) => candidatesById(part, this.#entries, this.#sorted) ?? this.#indexed(part),
    );
    if (parts.length === 0 || parts.includes(undefined)) return undefined;
    return [...new Set(parts.flatMap((part) => part ?? []))];
  }

  entryOf(id: unknown): Entry {
    const key = keyOf(id);
    const known = this.#entries.get(key);
    if (known) return known;
    const entry = new Entry(id, this);
    this.#entries.set(key, entry);
    this.#sorted.splice(positionOf(this.#sorted, id), 0, entry);
    return entry;
  }

  insert(value: Stored, view: View): Entry {
    const entry = this.entryOf(value.document['_id']);
    // A visible document counts first, whatever another's transaction does to it.
    if (entry.read(view) !== undefined) throw duplicate(this.name, '_id_', { _id: value.document['_id'] });
    this.write(entry, value, view);
    this.#places += 1;
    entry.place = this.#places;
    return entry;
  }

  /** Writes at once, or as a part of the view's transaction. */
  write(entry: Entry, value: Stored | undefined, view: View): void {
    mustBeFree(entry, view);
    if (value) {
      const before = entry.read(view);
      for (const index of this.indexes.values()) this.#mustBeUnique(index, entry, { before, value }, view);
      for (const index of this.indexes.values()) index.add(entry, value.document);
    }
    if (view.transaction) {
      entry.pending = { by: view.transaction, value };
      view.transaction.written.add(entry);
    } else view.commit([{ entry, value }]);
  }

  addIndex(index: Index): void {
    const added = new SecondaryIndex(index);
    for (const entry of this.#sorted) {
      const values = [...entry.versions.map(({ value }) => value), entry.pending?.value];
      for (const value of values) if (value) added.add(entry, value.document);
      const standing = entry.newest?.value;
      if (standing && added.isUnique)
        this.#mustBeUnique(added, entry, { before: undefined, value: standing }, LATEST);
    }
    this.indexes.set(index.name, added);
  }

  /** Forgets versions that no snapshot can see. */
  prune(entry: Entry, oldest: number): void {
    const { versions } = entry;
    let from = versions.length - 1;
    while (from > 0 && (versions[from]?.since ?? 0) > oldest) from--;
    entry.versions = versions.slice(from);
    const isGone = entry.versions.every(({ value, since }) => value === undefined && since <= oldest);
    if (!isGone || entry.pending) return;
    this.#entries.delete(keyOf(entry.id));
    const at = positionOf(this.#sorted, entry.id);
    if (this.#sorted[at] === entry) this.#sorted.splice(at, 1);
  }

  /** Only keys that it did not have before are checked. */
  #mustBeUnique(
    index: SecondaryIndex,
    entry: Entry,
    { before, value }: { readonly before: Stored | undefined; readonly value: Stored },
    view: View,
  ): void {
    if (!index.isUnique) return;
    const had = before ? index.keysOf(before.document) : new Set<string>();
    const keys = new Set([...index.keysOf(value.document)].filter((key) => !had.has(key)));
    if (keys.size === 0) return;
    for (const other of index.sharing(value.document)) {
      if (other === entry) continue;
      const hasKey = (one: Stored | undefined) =>
        one !== undefined && [...index.keysOf(one.document)].some((key) => keys.has(key));
      const { newest } = other;
      if (hasKey(other.read(view))) throw duplicate(this.name, index.name, index.shown(value.document));
      if (view.transaction && newest && newest.since > view.at && hasKey(newest.value)) throw writeConflict();
    }
    for (const { state, since } of index.claimants(keys, view)) {
      if (state === 'open') throw view.transaction ? writeConflict() : new Blocked();
      if (view.transaction && since > view.at) throw writeConflict();
    }
    if (view.transaction) index.claim(keys, view.transaction);
  }
}

/**
 * The first writer wins. A transaction that comes second fails at once; a write outside a transaction waits until the
 * other one ends.
 */
function mustBeFree(entry: Entry, { at, transaction }: View): void {
  const { pending, newest } = entry;
  if (pending && pending.by !== transaction) throw transaction ? writeConflict() : new Blocked();
  if (transaction && newest && newest.since > at) throw writeConflict();
}

function duplicate(collection: string, index: string, shown: Document): ServerError {
  const keyValue = shown;
  const keyPattern = Object.fromEntries(Object.keys(shown).map((name) => [name, 1]));
  return new ServerError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${JSON.stringify(
      shown,
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    )}`,
    { keyPattern, keyValue },
  );
}

function byPlace(a: Entry, b: Entry): number {
  return a.place - b.place;
}
