import type { Fact, Fault } from '@duixian/facts';
import type { Session } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { RecordDocument, RegisterCollections } from './record-document.ts';

/** The key at which a fact joins others of its type that its readers hold together; one of the keys it is about. */
export type GathersAt = (fact: Fact) => { readonly field: string; readonly at: string } | undefined;

/** The number of facts that joined at a key, as far as this process knows, before it counts them in the database. */
const LOOKED_AT_FROM = 100;
/** The number of keys that are counted at once; beyond it counting starts again. */
const MOST_KEYS = 50_000;

/**
 * Counts how many facts of one type gather at each key. A firm has a handful of recognitions, sanctions and decisions.
 * Where it has thousands, somebody is mistaken or malicious: each further fact would cost its readers more than the one
 * before, and everybody waits for them. Where only a few arrive, the database is not queried.
 */
export class Gathered {
  readonly #gathersAt: GathersAt | undefined;
  readonly #records: RegisterCollections['records'];
  readonly #joined = new Map<string, number>();

  constructor(gathersAt: GathersAt | undefined, records: RegisterCollections['records']) {
    this.#gathersAt = gathersAt;
    this.#records = records;
  }

  /** For one attempt to record these facts. */
  async roomFor(facts: readonly Fact[], session: Session): Promise<Room> {
    const held = new Map<string, number>();
    for (const fact of facts) {
      const place = this.#gathersAt?.(fact);
      if (!place) continue;
      const { type } = fact;
      const key = keyOf(type, place.at);
      if ((this.#joined.get(key) ?? 0) < LOOKED_AT_FROM || held.has(key)) continue;
      const options = { session, projection: { _id: 1 }, limit: LIMITS.factsGathered.most } as const;
      const found = await this.#records.find({ type, about: place.at }, options).toArray();
      held.set(key, found.length);
    }
    return { join: (fact, known) => this.#join(fact, known, held) };
  }

  #join(fact: Fact, known: RecordDocument | undefined, held: Map<string, number>): Fault | undefined {
    const place = this.#gathersAt?.(fact);
    if (!place || known?.about.includes(place.at)) return undefined;
    const key = keyOf(fact.type, place.at);
    const count = held.get(key);
    const { most } = LIMITS.factsGathered;
    if (count !== undefined && count >= most) return tooMany(place, most);
    if (count !== undefined) held.set(key, count + 1);
    if (this.#joined.size >= MOST_KEYS) this.#joined.clear();
    this.#joined.set(key, (this.#joined.get(key) ?? 0) + 1);
    return undefined;
  }
}

export type Room = {
  /** Returns why a fact is refused; where it is not, the fact takes its place from now on. */
  join(fact: Fact, known: RecordDocument | undefined): Fault | undefined;
};

function tooMany({ field, at }: { readonly field: string; readonly at: string }, most: number): Fault {
  const what = `there are ${most.toLocaleString('en')} facts of this type for ${at} already`;
  return {
    field,
    reason: 'too-large',
    message: `${what}, the most that are allowed: revise one of them instead`,
  };
}

function keyOf(type: string, at: string): string {
  return `${type} ${at}`;
}
