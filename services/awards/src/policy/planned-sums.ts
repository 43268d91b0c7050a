import { isDeepStrictEqual } from 'node:util';
import type { Claim } from '@duixian/policy';
import { compareCodePoints, type Fen } from '@duixian/values';
import { accountId } from '../domain/account-state.ts';

/** What the claims of an account add up to. */
type Sum = { claimedFen: Fen; undecided: number; claims: number };

/** The stored claims of an account, and those that another policy makes from the same facts. */
export type PlannedSum = Pick<Claim, 'entity' | 'year' | 'group'> & { readonly now: Sum; readonly next: Sum };

/**
 * By account. Both sums come from one read of each fact: facts that arrive meanwhile are in both or in none,
 * whatever an account holds when it is read.
 */
export class PlannedSums {
  readonly #byAccount = new Map<string, PlannedSum>();

  add(now: readonly Claim[], next: readonly Claim[]): void {
    for (const claim of now) count(this.#of(claim).now, claim);
    for (const claim of next) count(this.#of(claim).next, claim);
  }

  /** With their ids, in the order of the ids. */
  inOrder(): [string, PlannedSum][] {
    return [...this.#byAccount].sort(([a], [b]) => compareCodePoints(a, b));
  }

  /** Whether any account would hold other claims, even if its cap hides it. */
  get isAnyOther(): boolean {
    return [...this.#byAccount.values()].some(({ now, next }) => !isDeepStrictEqual(now, next));
  }

  #of({ entity, year, group }: Claim): PlannedSum {
    const id = accountId({ entity, year, group });
    let sum = this.#byAccount.get(id);
    if (!sum) {
      const nothing = { claimedFen: 0n, undecided: 0, claims: 0 };
      sum = { entity, year, group, now: { ...nothing }, next: nothing };
      this.#byAccount.set(id, sum);
    }
    return sum;
  }
}

function count(sum: Sum, claim: Claim): void {
  sum.claims += 1;
  if (claim.status === 'decided') sum.claimedFen += claim.amountFen;
  else sum.undecided += 1;
}
