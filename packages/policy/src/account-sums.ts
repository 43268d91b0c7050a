import type { Account } from './account.ts';
import type { FactClaim } from './claim.ts';
import { capOf, type Policy } from './policy.ts';

type Sum = Pick<Account, 'entity' | 'year' | 'group'> & {
  claimedFen: Account['claimedFen'];
  undecided: number;
};

/** Sums accounts without keeping their claims: the result of `fillAccounts` except who is granted what. */
export class AccountSums {
  readonly #policy: Policy;
  readonly #sums = new Map<string, Sum>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  add(claim: FactClaim): void {
    const { entity, year, group } = claim;
    const key = `${entity} ${year} ${group}`;
    let sum = this.#sums.get(key);
    if (!sum) {
      sum = { entity, year, group, claimedFen: 0n, undecided: 0 };
      this.#sums.set(key, sum);
    }
    if (claim.status === 'decided') sum.claimedFen += claim.amountFen;
    else sum.undecided += 1;
  }

  /** In no order. */
  *accounts(): Generator<Account> {
    for (const sum of this.#sums.values()) {
      yield {
        ...sum,
        capFen: capOf(this.#policy, sum),
        entitledFen: this.#policy.engine.entitledFen(this.#policy, sum),
      };
    }
  }
}
