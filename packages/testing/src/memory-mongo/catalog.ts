import { isDeepStrictEqual } from 'node:util';
import { Collection } from './collection.ts';
import { NotSimulated, ServerError } from './errors.ts';
import { matcherOf } from './query.ts';
import type { Index } from './secondary-index.ts';
import type { Document } from './values.ts';

const PRIMARY: Index = { v: 2, key: { _id: 1 }, name: '_id_' };

/** The collections of one database and their indexes. Creating them is not part of a transaction here. */
export class Catalog {
  readonly name: string;
  readonly #collections = new Map<string, Collection>();

  constructor(name: string) {
    this.name = name;
  }

  get collections(): readonly Collection[] {
    return [...this.#collections.values()];
  }

  find(name: string): Collection | undefined {
    return this.#collections.get(name);
  }

  /** Creates it where it is missing, as a first insert does. */
  open(name: string): Collection {
    const known = this.#collections.get(name);
    if (known) return known;
    const made = new Collection(`${this.name}.${name}`);
    this.#collections.set(name, made);
    return made;
  }

  create(name: string): void {
    if (this.#collections.has(name))
      throw new ServerError('NamespaceExists', `Collection ${this.name}.${name} already exists.`);
    this.open(name);
  }

  drop(): void {
    this.#collections.clear();
  }

  list(filter: Document): Document[] {
    const all = [...this.#collections.keys()].map((name) => ({
      ...{ name, type: 'collection', options: {}, info: { readOnly: false }, idIndex: PRIMARY },
    }));
    return all.filter(matcherOf(filter));
  }

  indexesOf(name: string): Index[] {
    const collection = this.find(name);
    if (!collection) throw new ServerError('NamespaceNotFound', `ns does not exist: ${this.name}.${name}`);
    return [PRIMARY, ...Array.from(collection.indexes.values(), ({ index }) => index)];
  }

  createIndexes(name: string, wanted: readonly Document[]): Document {
    const createdCollectionAutomatically = !this.#collections.has(name);
    const collection = this.open(name);
    const numIndexesBefore = collection.indexes.size + 1;
    for (const given of wanted) {
      const index = indexFrom(given);
      const isSame = this.indexesOf(name).some((standing) => isSameIndex(standing, index));
      if (!isSame) collection.addIndex(index);
    }
    return {
      ...{ numIndexesBefore, numIndexesAfter: collection.indexes.size + 1 },
      createdCollectionAutomatically,
    };
  }

  dropIndex(name: string, index: string): Document {
    const nIndexesWas = this.indexesOf(name).length;
    if (!this.open(name).indexes.delete(index))
      throw new ServerError('IndexNotFound', `index not found with name [${index}]`);
    return { nIndexesWas };
  }

  /** A hint names an existing index, or the storage order. */
  checkHint(name: string, hint: unknown): void {
    if (hint === undefined || isDeepStrictEqual(hint, { $natural: 1 })) return;
    const standing = this.find(name) ? this.indexesOf(name) : [];
    const isOne = ({ key }: Index) =>
      isDeepStrictEqual(Object.entries(key), Object.entries(hint as Document));
    if (!standing.some(isOne))
      throw new ServerError(
        'BadValue',
        'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
      );
  }
}

/** No simulation in memory is so long that anything expires. */
function indexFrom({
  key,
  name,
  unique,
  partialFilterExpression,
  expireAfterSeconds,
  v: _,
  ...others
}: Document): Index {
  if (Object.keys(others).length > 0) throw new NotSimulated(`${Object.keys(others)} of an index`);
  return {
    ...{ v: 2, key: key as Document, name: String(name) },
    ...(unique === true && { unique }),
    ...(typeof expireAfterSeconds === 'number' && { expireAfterSeconds }),
    ...(partialFilterExpression !== undefined && {
      partialFilterExpression: partialFilterExpression as Document,
    }),
  };
}

function isSameIndex(standing: Index, index: Index): boolean {
  const essence = ({ key, unique, partialFilterExpression, expireAfterSeconds }: Index) => [
    ...[Object.entries(key), unique === true, partialFilterExpression, expireAfterSeconds],
  ];
  const isAlike = isDeepStrictEqual(essence(standing), essence(index));
  if (isAlike && standing.name === index.name) return true;
  if (isAlike)
    throw new ServerError(
      'IndexOptionsConflict',
      `Index already exists with a different name: ${standing.name}`,
    );
  if (standing.name === index.name)
    throw new ServerError(
      'IndexKeySpecsConflict',
      `An existing index has the same name as the requested index: ${index.name}`,
    );
  return false;
}
