import type { PublishedFact } from '@duixian/facts';
import type { Policy } from '@duixian/policy';
import { contractOf } from '../domain/compute-changes.ts';
import { dependencyKeys } from '../domain/dependencies.ts';
import { ReferenceData } from '../domain/reference-data.ts';
import { onlyFactOn } from '../domain/reference-key.ts';
import type { StoredReference } from '../domain/reference-state.ts';
import type { Collections } from './collections.ts';
import { loadContracts, loadReferenceData } from './load-reference-data.ts';

/**
 * Above this many, the cache is cleared and read again: it stays bounded, however many entities there are.
 */
const MOST_KEPT = 30_000;

/**
 * What facts depend on, for a reader of all facts. The same few thousand parties occur in most facts, so what
 * was read once is kept for a while. Nothing in it is changed.
 */
export class CachedReferenceData {
  readonly #policy: Policy;
  readonly #collections: Collections;
  #kept = new Map<string, StoredReference | undefined>();
  /** Of the last two calls, because the facts of one are used while those of the next are read. */
  #ofOneFact: string[][] = [];

  constructor(policy: Policy, collections: Collections) {
    this.#policy = policy;
    this.#collections = collections;
  }

  async of(facts: readonly PublishedFact[], furtherKeys: readonly string[] = []): Promise<ReferenceData> {
    this.#forget();
    const registrationNos = facts.flatMap((fact) =>
      fact.type === 'duixian.receipt.v1' ? [fact.data.registrationNo] : [],
    );
    const contracts = await loadContracts(this.#collections, registrationNos, undefined);
    const keys = facts.flatMap((fact) => dependencyKeys(this.#policy, fact, contractOf(fact, contracts)));
    const missing = [...furtherKeys, ...keys].filter((key) => !this.#kept.has(key));
    const loaded = await loadReferenceData(this.#collections, missing, [], undefined);
    for (const [key, context] of loaded) this.#kept.set(key, context);
    this.#ofOneFact.push(missing.filter((key) => onlyFactOn(key) !== undefined));
    return new ReferenceData(this.#kept, contracts, 0n);
  }

  #forget(): void {
    for (const key of this.#ofOneFact.length > 1 ? (this.#ofOneFact.shift() ?? []) : [])
      this.#kept.delete(key);
    if (this.#kept.size > MOST_KEPT) this.#kept = new Map();
  }
}
