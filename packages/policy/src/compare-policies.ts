import { isDeepStrictEqual } from 'node:util';
import { compareCodePoints, type Day, type Fen } from '@duixian/values';
import type { Account } from './account.ts';
import { AccountSums } from './account-sums.ts';
import type { FactClaim } from './claim.ts';
import { type Edition, editionOn, isInForceOn, type Policy } from './policy.ts';

/** An account that one of two policies pays otherwise, or leaves more to decide in. */
export type AccountDifference = Pick<Account, 'entity' | 'year' | 'group'> & {
  readonly nowFen: Fen;
  readonly thenFen: Fen;
  readonly nowUndecided: number;
  readonly thenUndecided: number;
};

/** What accounts of one year and group add up to under both. */
export type GroupDifference = Pick<Account, 'year' | 'group'> & {
  readonly nowFen: Fen;
  readonly thenFen: Fen;
  /** Of the accounts that get more, and of those that get less. */
  readonly risesFen: Fen;
  readonly fallsFen: Fen;
};

/** The same facts under the policy in force and under another; claims pass and are not kept. */
export class PolicyComparison {
  readonly #now: AccountSums;
  readonly #next: AccountSums;

  constructor(now: Policy, next: Policy) {
    this.#now = new AccountSums(now);
    this.#next = new AccountSums(next);
  }

  addNow(claim: FactClaim): void {
    this.#now.add(claim);
  }

  addThen(claim: FactClaim): void {
    this.#next.add(claim);
  }

  /** In the order of entity, year and group. */
  differences(): AccountDifference[] {
    const found = new Map<string, AccountDifference>();
    for (const account of this.#now.accounts()) found.set(keyOf(account), { ...NOTHING, ...ofNow(account) });
    for (const account of this.#next.accounts()) {
      const key = keyOf(account);
      found.set(key, { ...NOTHING, ...found.get(key), ...ofThen(account) });
    }
    return [...found]
      .filter(([, one]) => one.nowFen !== one.thenFen || one.nowUndecided !== one.thenUndecided)
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([, one]) => one);
  }
}

const NOTHING = { nowFen: 0n, thenFen: 0n, nowUndecided: 0, thenUndecided: 0 };

function ofNow({ entity, year, group, entitledFen, undecided }: Account) {
  return { entity, year, group, nowFen: entitledFen, nowUndecided: undecided };
}

function ofThen({ entity, year, group, entitledFen, undecided }: Account) {
  return { entity, year, group, thenFen: entitledFen, thenUndecided: undecided };
}

function keyOf({ entity, year, group }: Account): string {
  return `${entity} ${String(year).padStart(4, '0')} ${group}`;
}

/** Of each year and group that differs, in their order. */
export function groupDifferences(differences: readonly AccountDifference[]): GroupDifference[] {
  const sums = new Map<string, GroupDifference>();
  for (const { year, group, nowFen, thenFen } of differences) {
    const key = `${String(year).padStart(4, '0')} ${group}`;
    const sum = sums.get(key) ?? { year, group, nowFen: 0n, thenFen: 0n, risesFen: 0n, fallsFen: 0n };
    const moreFen = thenFen - nowFen;
    sums.set(key, {
      ...sum,
      nowFen: sum.nowFen + nowFen,
      thenFen: sum.thenFen + thenFen,
      risesFen: sum.risesFen + (moreFen > 0n ? moreFen : 0n),
      fallsFen: sum.fallsFen + (moreFen < 0n ? -moreFen : 0n),
    });
  }
  return [...sums].sort(([a], [b]) => compareCodePoints(a, b)).map(([, sum]) => sum);
}

/** The first day whose claims the two judge by other rules; undefined where they say the same of every day. */
export function differsFrom(now: Policy, next: Policy): Day | undefined {
  const days = [now, next].flatMap(({ editions }) =>
    editions.flatMap(({ inForceFrom, inForceUntil }) => [
      inForceFrom,
      ...(inForceUntil ? [inForceUntil] : []),
    ]),
  );
  return days
    .sort(compareCodePoints)
    .find((day) => !isDeepStrictEqual(rulesOn(now, day), rulesOn(next, day)));
}

function rulesOn(policy: Policy, day: Day): Pick<Edition, 'city' | 'groups' | 'provisions'> | undefined {
  const edition = editionOn(policy, day);
  if (!isInForceOn(edition, day)) return undefined;
  const { city, groups, provisions } = edition;
  return { city, groups, provisions };
}
