import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { policyV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function differenceJson({
  account,
  orderedFen,
  recoverableFen,
}: {
  readonly account: policyV1.AccountDifference;
  readonly orderedFen: bigint;
  readonly recoverableFen: bigint;
}): z.output<typeof api.differenceSchema> {
  const { nowFen, thenFen, nowUndecided, thenUndecided, ...rest } = account;
  return {
    ...rest,
    ...{ nowFen: exactSum(nowFen), thenFen: exactSum(thenFen) },
    ...{ nowUndecided: exactNumber(nowUndecided), thenUndecided: exactNumber(thenUndecided) },
    ...{ orderedFen: exactSum(orderedFen), recoverableFen: exactSum(recoverableFen) },
  };
}

export function planJson(plan: policyV1.PolicyPlan | undefined): z.output<typeof api.policyPlanSchema> {
  const { from, figures, money = NO_MONEY, ...rest } = defined(plan, 'a plan is answered');
  const { facts, accounts, entities, risesFen, fallsFen, groups } = defined(figures, 'a plan has figures');
  return {
    ...{ ...rest, from: from || null },
    ...{ facts: exactNumber(facts), accounts: exactNumber(accounts), entities: exactNumber(entities) },
    ...{ risesFen: exactSum(risesFen), fallsFen: exactSum(fallsFen) },
    ...{ orderedFen: exactSum(money.orderedFen), recoverableFen: exactSum(money.recoverableFen) },
    lackingBudgets: money.lackingBudgets.map(({ lacksFen, ...budget }) => ({
      ...budget,
      lacksFen: exactSum(lacksFen),
    })),
    groups: groups.map(({ year, group, article, ...sums }) => ({
      ...{ year, group, article },
      ...{ nowFen: exactSum(sums.nowFen), thenFen: exactSum(sums.thenFen) },
      ...{ risesFen: exactSum(sums.risesFen), fallsFen: exactSum(sums.fallsFen) },
      ...moneyOf(money, year, group),
    })),
  };
}

const NO_MONEY: policyV1.PlanMoney = { orderedFen: 0n, recoverableFen: 0n, groups: [], lackingBudgets: [] };

function moneyOf({ groups }: policyV1.PlanMoney, year: number, group: string) {
  const found = groups.find((one) => one.year === year && one.group === group);
  const { orderedFen = 0n, recoverableFen = 0n } = found ?? {};
  return { orderedFen: exactSum(orderedFen), recoverableFen: exactSum(recoverableFen) };
}

export function policyProposalJson({
  number,
  documentNo: document,
  plan,
  by,
  at,
}: policyV1.PolicyProposal): z.output<typeof api.policyProposalSchema> {
  return { number: exactNumber(number), by, at, document, plan: planJson(plan) };
}
