import { type Fact, type FactData, type FactTypeName, type Judgement, judgeRevision } from '@duixian/facts';
import { isSameData } from './same-data.ts';

type Revised = { fact: Fact; history: Map<number, FactData> | undefined };

/** Every thing at its highest revision, judged as the registers do (facts.md §1), in memory. */
export class HeldFacts {
  readonly #byType = new Map<FactTypeName, Map<string, Revised>>();

  take(fact: Fact): Judgement {
    const things = this.#thingsOf(fact.type);
    const held = things.get(fact.subject);
    if (!held) {
      things.set(fact.subject, { fact, history: undefined });
      return 'recorded';
    }
    const judgement = judgeRevision<FactData>(
      contentOf(fact),
      contentOf(held.fact),
      (revision) => held.history?.get(revision),
      isSameData,
    );
    if (judgement === 'recorded') things.set(fact.subject, { fact, history: historyAfter(held) });
    if (judgement === 'stale') {
      held.history ??= new Map();
      held.history.set(fact.data.revision, fact.data);
    }
    return judgement;
  }

  *[Symbol.iterator](): Generator<Fact> {
    for (const things of this.#byType.values()) for (const { fact } of things.values()) yield fact;
  }

  #thingsOf(type: FactTypeName): Map<string, Revised> {
    let things = this.#byType.get(type);
    if (!things) {
      things = new Map();
      this.#byType.set(type, things);
    }
    return things;
  }
}

function contentOf({ source, data }: Fact) {
  return { source, revision: data.revision, content: data };
}

function historyAfter(held: Revised): Map<number, FactData> {
  const history = held.history ?? new Map<number, FactData>();
  return history.set(held.fact.data.revision, held.fact.data);
}
