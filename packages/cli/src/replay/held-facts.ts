import { type Fact, type FactData, type FactTypeName, type Judgement, judgeRevision } from '@duixian/facts';
import { isSameData } from './same-data.ts';

type Revised = { fact: Fact; history: Map<number, FactData> | undefined };

/** Every record at its highest revision, judged in memory as the registers do (docs/facts.md §2). */
export class HeldFacts {
  readonly #byType = new Map<FactTypeName, Map<string, Revised>>();

  take(fact: Fact): Judgement {
    const records = this.#recordsOf(fact.type);
    const held = records.get(fact.subject);
    if (!held) {
      records.set(fact.subject, { fact, history: undefined });
      return 'recorded';
    }
    const judgement = judgeRevision<FactData>(
      contentOf(fact),
      contentOf(held.fact),
      (revision) => held.history?.get(revision),
      isSameData,
    );
    if (judgement === 'recorded') records.set(fact.subject, { fact, history: historyAfter(held) });
    if (judgement === 'stale') {
      held.history ??= new Map();
      held.history.set(fact.data.revision, fact.data);
    }
    return judgement;
  }

  *[Symbol.iterator](): Generator<Fact> {
    for (const records of this.#byType.values()) for (const { fact } of records.values()) yield fact;
  }

  #recordsOf(type: FactTypeName): Map<string, Revised> {
    let records = this.#byType.get(type);
    if (!records) {
      records = new Map();
      this.#byType.set(type, records);
    }
    return records;
  }
}

function contentOf({ source, data }: Fact) {
  return { source, revision: data.revision, content: data };
}

function historyAfter(held: Revised): Map<number, FactData> {
  const history = held.history ?? new Map<number, FactData>();
  return history.set(held.fact.data.revision, held.fact.data);
}
