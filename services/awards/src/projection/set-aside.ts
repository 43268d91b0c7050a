import { caseOf, FACT_TYPES } from '@duixian/facts';
import type { DeadLetters } from '@duixian/messaging';
import type { Collection } from 'mongodb';
import { allDependencies, type Dependency } from '../domain/dependencies.ts';
import { isContractKey } from '../domain/reference-key.ts';
import type { Collections, FactDocument } from '../store/collections.ts';

/**
 * Facts that cannot be recomputed, because something about them is broken. Each is kept as a dead letter with
 * its reason, under the subject on which it was received, and its claims do not change: so one broken fact
 * blocks no other. It is retried when the dead letter is redriven, or when anything it depends on changes
 * once more.
 */
export class SetAside {
  readonly #collections: Collections;
  readonly #deadLetters: DeadLetters;

  constructor(collections: Collections, deadLetters: DeadLetters) {
    this.#collections = collections;
    this.#deadLetters = deadLetters;
  }

  /** Answers the reason as it is kept. */
  async keep(id: string, why: string): Promise<string> {
    const reason = `what it depends on changed, and it cannot be recomputed: ${why}`;
    const { facts } = this.#collections;
    const document = await facts.findOne({ _id: id });
    if (!document) return reason;
    const dependencies = allDependencies(document);
    const now = await versionsNow(
      this.#collections,
      dependencies.map(({ key }) => key),
    );
    const setAside = dependencies.flatMap(({ key, version }) => {
      const current = now.get(key) ?? 0n;
      return current === version ? [] : [{ key, version: current }];
    });
    const payload = document.state.buffer;
    const subject = subjectOf(id);
    await this.#deadLetters.keep({ origin: 'set-aside', subject, about: id, reason, headers: {}, payload });
    // A process that wrote it meanwhile has recomputed it.
    await facts.updateOne({ _id: id, guard: document.guard }, { $set: { setAside } });
    return reason;
  }
}

/** Whether a fact was already found broken with this version of a key. */
export function isSetAside(
  { setAside }: Pick<FactDocument, 'setAside'>,
  { key, version }: Dependency,
): boolean {
  return setAside?.some((aside) => aside.key === key && aside.version >= version) ?? false;
}

/** The versions of reference data and contracts; only those that exist. */
export async function versionsNow(
  { facts, referenceData }: Pick<Collections, 'facts' | 'referenceData'>,
  wanted: readonly string[],
): Promise<Map<string, bigint>> {
  const [contracts, others] = [wanted.filter(isContractKey), wanted.filter((key) => !isContractKey(key))];
  const now = new Map<string, bigint>();
  const read = async (from: Collection<{ _id: string; version: bigint }>, keys: readonly string[]) => {
    if (keys.length === 0) return;
    const found = from.find({ _id: { $in: [...new Set(keys)] } }, { projection: { version: 1 } });
    for (const { _id, version } of await found.toArray()) now.set(_id, version);
  };
  await read(referenceData as never, others);
  await read(facts as never, contracts);
  return now;
}

function subjectOf(id: string): string {
  const name = id.slice(0, id.indexOf('/'));
  const owner = Object.entries(FACT_TYPES).find(
    ([type]) => caseOf(type as keyof typeof FACT_TYPES) === name,
  )?.[1].owner;
  return `duixian.facts.${owner ?? 'unknown'}.${name}`;
}
