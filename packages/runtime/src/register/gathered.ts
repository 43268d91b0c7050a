import type { Fact, FactTypeName, Fault } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import type { Session } from '../database.ts';
import type { Arrival } from './judge-batch.ts';
import type { RegisterCollections, ThingDocument } from './thing-document.ts';

/** Where a fact joins others of its type that whoever reads them holds all together, as one of the keys it is about. */
export type GathersAt = (fact: Fact) => { readonly field: string; readonly at: string } | undefined;

type Options = {
  readonly gathersAt: GathersAt | undefined;
  readonly things: RegisterCollections['things'];
  readonly session: Session;
};

/**
 * How many facts of one type are held at each key where they gather. A firm has a handful of recognitions, sanctions and
 * decisions; where it has thousands somebody is mistaken, or means harm: each further one would cost its readers more than
 * the one before, and everybody waits for them.
 */
export class Gathered {
  readonly #gathersAt: GathersAt | undefined;
  readonly #held: Map<string, number>;

  private constructor(gathersAt: GathersAt | undefined, held: Map<string, number>) {
    this.#gathersAt = gathersAt;
    this.#held = held;
  }

  static async read(
    arrivals: readonly Arrival[],
    { gathersAt, things, session }: Options,
  ): Promise<Gathered> {
    const asked = new Map<FactTypeName, Set<string>>();
    for (const { fact } of arrivals) {
      const place = gathersAt?.(fact);
      if (place) asked.set(fact.type, (asked.get(fact.type) ?? new Set()).add(place.at));
    }
    const held = new Map<string, number>();
    const { most } = LIMITS.factsGathered;
    for (const [type, keys] of asked) {
      const options = { session, projection: { about: 1 } } as const;
      const found = await things
        .find({ type, about: { $in: [...keys] } }, options)
        .limit(most)
        .toArray();
      // So few together that none has too many; else each is looked at alone.
      if (found.length < most)
        for (const at of found.flatMap(({ about }) => about)) add(held, keyOf(type, at), 1);
      else
        for (const at of keys) {
          const alone = { session, projection: { _id: 1 } } as const;
          const few = await things.find({ type, about: at }, alone).limit(most).toArray();
          add(held, keyOf(type, at), few.length);
        }
    }
    return new Gathered(gathersAt, held);
  }

  /** What keeps a fact out; where nothing does, it has its place from now on. */
  join(fact: Fact, known: ThingDocument | undefined): Fault | undefined {
    const place = this.#gathersAt?.(fact);
    if (!place || known?.about.includes(place.at)) return undefined;
    const key = keyOf(fact.type, place.at);
    const { most } = LIMITS.factsGathered;
    if ((this.#held.get(key) ?? 0) < most) {
      add(this.#held, key, 1);
      return undefined;
    }
    const what = `there are ${most.toLocaleString('en')} facts of this type for ${place.at} already`;
    return {
      field: place.field,
      reason: 'too-large',
      message: `${what}, more than can be meant: revise one of them instead`,
    };
  }
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

function keyOf(type: string, at: string): string {
  return `${type} ${at}`;
}
