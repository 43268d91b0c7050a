import { isDeepStrictEqual } from 'node:util';
import { compareCodePoints, type Day, type Fen } from '@duixian/values';
import type { Account } from './account.ts';
import { type Edition, editionOn, isInForceOn, type Policy } from './policy.ts';

/** An account for which the two policies pay different amounts, or leave a different number of claims undecided. */
export type AccountDifference = Pick<Account, 'entity' | 'year' | 'group'> & {
  /** The article of the group in the regulation. */
  readonly article: number;
  readonly nowFen: Fen;
  readonly thenFen: Fen;
  readonly nowUndecided: number;
  readonly thenUndecided: number;
};

/** The totals of the accounts of one year and group under both policies. */
export type GroupDifference = Pick<AccountDifference, 'year' | 'group' | 'article' | 'nowFen' | 'thenFen'> & {
  /** Of the accounts that get more; `fallsFen`: of those that get less. */
  readonly risesFen: Fen;
  readonly fallsFen: Fen;
};

/** Sums by year and group of accounts that are not kept. */
export class GroupDifferences {
  readonly #sums = new Map<string, GroupDifference>();

  add({ year, group, article, nowFen, thenFen }: AccountDifference): void {
    const key = `${String(year).padStart(4, '0')} ${group}`;
    const nothing = { year, group, article, nowFen: 0n, thenFen: 0n, risesFen: 0n, fallsFen: 0n };
    const sum = this.#sums.get(key) ?? nothing;
    const moreFen = thenFen - nowFen;
    this.#sums.set(key, {
      ...sum,
      nowFen: sum.nowFen + nowFen,
      thenFen: sum.thenFen + thenFen,
      risesFen: sum.risesFen + (moreFen > 0n ? moreFen : 0n),
      fallsFen: sum.fallsFen + (moreFen < 0n ? -moreFen : 0n),
    });
  }

  /** In the order of year and group. */
  all(): GroupDifference[] {
    return [...this.#sums].sort(([a], [b]) => compareCodePoints(a, b)).map(([, sum]) => sum);
  }
}

/** The article that a cap group belongs to, in the first of the policies that has it. */
export function articleOf(policies: readonly Policy[], group: string): number {
  const found = policies.flatMap(({ editions }) => editions.flatMap(({ groups }) => groups.get(group) ?? []));
  return found[0]?.article ?? 0;
}

/** The first day whose claims the two judge by different rules or engines; undefined: there is none. */
export function differsFrom(now: Policy, next: Policy): Day | undefined {
  const days = [now, next].flatMap(({ editions }) =>
    editions.flatMap(({ inForceFrom, inForceUntil }) => [
      inForceFrom,
      ...(inForceUntil ? [inForceUntil] : []),
    ]),
  );
  const isSameEngine = now.engine.version === next.engine.version;
  return days
    .sort(compareCodePoints)
    .find((day) => !isSameEngine || !isDeepStrictEqual(rulesOn(now, day), rulesOn(next, day)));
}

function rulesOn(policy: Policy, day: Day): Pick<Edition, 'city' | 'groups' | 'provisions'> | undefined {
  const edition = editionOn(policy, day);
  if (!isInForceOn(edition, day)) return undefined;
  const { city, groups, provisions } = edition;
  return { city, groups, provisions };
}
