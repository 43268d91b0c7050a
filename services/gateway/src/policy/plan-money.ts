import type { foretellingV1, policyV1 } from '@duixian/proto';

type Demand = foretellingV1.ProgrammeDemand;
type Moved = {
  readonly account: policyV1.AccountDifference;
  readonly orderedFen: bigint;
  readonly recoverableFen: bigint;
};

/**
 * What disbursement predicts for a plan, part by part. A prediction writes nothing, so each part is predicted as if it
 * came first. The programmes' remaining budget is therefore applied once to all parts together.
 */
export class PlanMoney {
  readonly #demands = new Map<string, Demand>();
  readonly #groups = new Map<string, policyV1.GroupMoney>();

  /** Adds one part. Returns what would be ordered of each account, and how much was ordered and is not due any more. */
  add(
    accounts: readonly policyV1.AccountDifference[],
    { accounts: foretold, demands }: foretellingV1.ForetellOrdersResponse,
  ): Moved[] {
    for (const demand of demands) this.#demand(demand);
    const known = new Map(foretold.map((one) => [keyOf(one), one]));
    return accounts.map((account) => {
      const { orderedFen = 0n, waitingFen = 0n } = known.get(keyOf(account)) ?? {};
      const fallsFen = account.nowFen - account.thenFen;
      const owedFen = waitingFen < 0n ? -waitingFen : 0n;
      const recoverableFen = fallsFen > 0n && owedFen > 0n ? (owedFen < fallsFen ? owedFen : fallsFen) : 0n;
      this.#group(account, orderedFen, recoverableFen);
      return { account, orderedFen, recoverableFen };
    });
  }

  sums(): policyV1.PlanMoney {
    const groups = [...this.#groups.values()].sort((a, b) => a.year - b.year || (a.group < b.group ? -1 : 1));
    const demands = [...this.#demands.values()];
    return {
      orderedFen: demands.reduce((sum, demand) => sum + orderedOf(demand), 0n),
      recoverableFen: groups.reduce((sum, { recoverableFen }) => sum + recoverableFen, 0n),
      groups,
      lackingBudgets: demands.flatMap(lackingOf),
    };
  }

  #demand(demand: Demand): void {
    const key = `${demand.fiscalYear} ${demand.programme}`;
    const before = this.#demands.get(key);
    const orderedFen = (before?.orderedFen ?? 0n) + demand.orderedFen;
    const lackingFen = (before?.lackingFen ?? 0n) + demand.lackingFen;
    this.#demands.set(key, { ...demand, orderedFen, lackingFen });
  }

  #group({ year, group }: policyV1.AccountDifference, orderedFen: bigint, recoverableFen: bigint): void {
    const key = `${year} ${group}`;
    const sum = this.#groups.get(key) ?? { year, group, orderedFen: 0n, recoverableFen: 0n };
    sum.orderedFen += orderedFen;
    sum.recoverableFen += recoverableFen;
    this.#groups.set(key, sum);
  }
}

function orderedOf({ orderedFen, availableFen, dayLeftFen }: Demand): bigint {
  return [availableFen, dayLeftFen].reduce<bigint>(
    (least, most) => (most !== undefined && most < least ? most : least),
    orderedFen,
  );
}

function lackingOf({ fiscalYear, programme, orderedFen, lackingFen, availableFen }: Demand) {
  if (availableFen === undefined) return [];
  const lacksFen = orderedFen + lackingFen - availableFen;
  return lacksFen > 0n ? [{ fiscalYear, programme, lacksFen }] : [];
}

function keyOf({ entity, year, group }: { entity: string; year: number; group: string }): string {
  return `${entity}/${year}/${group}`;
}
