import type { Entry } from './collection.ts';
import { keysAt } from './paths.ts';
import { isOperators, matcherOf, type Test } from './query.ts';
import type { Transaction, View } from './transaction.ts';
import { type Document, keyOf } from './values.ts';

export type Index = {
  readonly v: 2;
  readonly key: Document;
  readonly name: string;
  readonly unique?: boolean;
  /** Kept as declared: nothing expires. */
  readonly expireAfterSeconds?: number;
  readonly partialFilterExpression?: Document;
};

/**
 * Finds documents by the first field of an index, partial or not: every document is entered under each value that it
 * ever had there, and the caller compares the current value.
 */
export class SecondaryIndex {
  readonly index: Index;
  readonly #paths: readonly (readonly string[])[];
  readonly #isIndexed: Test;
  readonly #byFirst = new Map<string, Set<Entry>>();
  readonly #claimed = new Map<string, Set<Transaction>>();

  constructor(index: Index) {
    this.index = index;
    this.#paths = Object.keys(index.key).map((name) => name.split('.'));
    this.#isIndexed = matcherOf(index.partialFilterExpression ?? {});
  }

  get name(): string {
    return this.index.name;
  }

  get isUnique(): boolean {
    return this.index.unique === true;
  }

  add(entry: Entry, document: Document): void {
    for (const key of this.#firstKeys(document)) {
      const known = this.#byFirst.get(key);
      if (known) known.add(entry);
      else this.#byFirst.set(key, new Set([entry]));
    }
  }

  /** Entries that may share a key with a document. */
  sharing(document: Document): Entry[] {
    return this.#firstKeys(document).flatMap((key) => [...(this.#byFirst.get(key) ?? [])]);
  }

  /** Entries that a filter can select by an equality of the first field. */
  candidates(filter: Document): Entry[] | undefined {
    const [first = ''] = Object.keys(this.index.key);
    const wanted = filter[first];
    if (wanted === undefined || wanted instanceof RegExp) return undefined;
    const { $in, $eq } = isOperators(wanted) ? wanted : { $in: undefined, $eq: wanted };
    const listed = Array.isArray($in) ? $in : $eq === undefined ? undefined : [$eq];
    if (!listed || listed.some((one) => one instanceof RegExp)) return undefined;
    return [...new Set(listed.flatMap((one) => [...(this.#byFirst.get(keyOf(one)) ?? [])]))];
  }

  /** Empty where the document is not in the index. */
  keysOf(document: Document): ReadonlySet<string> {
    if (!this.#isIndexed(document)) return new Set();
    const lists = this.#paths.map((path) => keysAt(document, path).map(keyOf));
    return new Set(
      lists.reduce((all, list) => all.flatMap((one) => list.map((key) => `${one} ${key}`)), ['']),
    );
  }

  /**
   * Records the keys of a unique index that a transaction enters: it holds them until its end, even those that it
   * removes.
   */
  claim(keys: ReadonlySet<string>, transaction: Transaction): void {
    for (const key of keys) this.#claimed.set(key, (this.#claimed.get(key) ?? new Set()).add(transaction));
  }

  /**
   * Transactions that entered one of these keys and are open, or were committed after a snapshot that is still in use.
   */
  claimants(keys: ReadonlySet<string>, view: View): Transaction[] {
    return [...keys].flatMap((key) => {
      const claimants = this.#claimed.get(key) ?? new Set();
      for (const one of claimants)
        if (one.state === 'aborted' || (one.state === 'committed' && one.since <= view.oldest()))
          claimants.delete(one);
      if (claimants.size === 0) this.#claimed.delete(key);
      return [...claimants].filter((one) => one !== view.transaction);
    });
  }

  shown(document: Document): Document {
    const fields = Object.keys(this.index.key).map((name) => [
      name,
      keysAt(document, name.split('.'))[0] ?? null,
    ]);
    return Object.fromEntries(fields);
  }

  #firstKeys(document: Document): string[] {
    const keys = keysAt(document, this.#paths[0] ?? []).map(keyOf);
    return [...new Set(keys.length === 0 ? ['null'] : keys)];
  }
}
