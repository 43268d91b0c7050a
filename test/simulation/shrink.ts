import { caseOf, type Fact } from '@duixian/facts';
import { ABLE_TO_BE_ABSENT, type History, type Plan, simulate } from './simulate.ts';

/** Tries in which everything else happens in another order. */
const OTHER_ORDERS = 3;

/** A fault of the same kind, with the fewest facts, people and steps that were found. */
export async function shrink(failing: History): Promise<History> {
  let smallest = failing;
  for (const smaller of [withFewerFacts, withFewerWorkers, withFewerFacts, withFewerSteps])
    smallest = await smaller(smallest);
  return smallest;
}

export function storyOf({ seed, facts, wrong, story }: History): string {
  return [
    `seed ${seed}, ${facts.length} facts:`,
    ...facts.map(({ type, subject, data }) => `  ${caseOf(type)} ${subject}, revision ${data.revision}`),
    'what happened:',
    ...story.map((sentence) => `  ${sentence}`),
    'what is wrong:',
    ...wrong.map((sentence) => `  ${sentence}`),
  ].join('\n');
}

async function withFewerFacts(failing: History): Promise<History> {
  let smallest = failing;
  for (let size = Math.ceil(smallest.facts.length / 2); size >= 1; ) {
    const smaller = await withoutSome(smallest, size);
    if (smaller) smallest = smaller;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return smallest;
}

async function withoutSome(failing: History, size: number): Promise<History | undefined> {
  const { facts } = failing;
  for (let from = 0; from < facts.length; from += size) {
    const fewer: Fact[] = [...facts.slice(0, from), ...facts.slice(from + size)];
    const found = await failingLike(failing, { facts: fewer });
    if (found) return found;
  }
  return undefined;
}

async function withFewerWorkers(failing: History): Promise<History> {
  let smallest = failing;
  for (const name of ABLE_TO_BE_ABSENT) {
    const absent = [...smallest.absent];
    absent.push(name);
    smallest = (await failingLike(smallest, { absent })) ?? smallest;
  }
  return smallest;
}

async function withFewerSteps(failing: History): Promise<History> {
  let smallest = failing;
  for (let fewer = Math.ceil(failing.stormMoves / 2); fewer >= 1; ) {
    const { stormMoves } = smallest;
    const found = fewer <= stormMoves && (await failingLike(smallest, { stormMoves: stormMoves - fewer }));
    if (found) smallest = found;
    else fewer = fewer === 1 ? 0 : Math.ceil(fewer / 2);
  }
  return smallest;
}

async function failingLike(failing: History, smaller: Partial<Plan>): Promise<History | undefined> {
  const kinds = new Set(failing.wrong.map(kindOf));
  for (let other = 0; other < OTHER_ORDERS; other += 1) {
    const history = await simulate({ ...failing, ...smaller, seed: failing.seed + other * 1_000_003 });
    if (history.wrong.some((sentence) => kinds.has(kindOf(sentence)))) return history;
  }
  return undefined;
}

/**
 * The kind of a sentence, without names: without somebody a history may end in another way, which is no
 * fault.
 */
function kindOf(sentence: string): string {
  return sentence.replaceAll(/[0-9A-Z]*\d[0-9A-Z]*/g, '#');
}
