import type { foretellingV1, policyV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { PlanMoney } from './plan-money.ts';

const account = (entity: string, nowFen: bigint, thenFen: bigint): policyV1.AccountDifference => ({
  ...{ entity, entityName: '', year: 2019, group: 'sharing', article: 11, nowFen, thenFen },
  ...{ nowUndecided: 0n, thenUndecided: 0n },
});
const foretold = (entity: string, orderedFen: bigint, waitingFen = 0n) => ({
  ...{ entity, year: 2019, group: 'sharing', orderedFen, waitingFen, unattendedFen: orderedFen, reasons: [] },
});
const part = (
  accounts: foretellingV1.ForetoldAccount[],
  demand: Partial<foretellingV1.ProgrammeDemand> = {},
): foretellingV1.ForetellOrdersResponse => ({
  ...{ accounts, shortBudgets: [], settleForMs: 0n },
  demands: [
    {
      ...{ fiscalYear: 2026, programme: 'awards', lackingFen: 0n },
      orderedFen: accounts.reduce((sum, one) => sum + one.orderedFen, 0n),
      ...demand,
    },
  ],
});

it('parts that each have the whole budget before them share it: what lacks is what all want beyond it', () => {
  const money = new PlanMoney();
  money.add([account('A', 0n, 70n)], part([foretold('A', 70n)], { availableFen: 100n }));
  const rest = part([foretold('B', 100n), foretold('C', 0n, 50n)], { availableFen: 100n, lackingFen: 50n });
  money.add([account('B', 0n, 100n), account('C', 0n, 50n)], rest);
  expect(money.sums()).toEqual({
    orderedFen: 100n,
    recoverableFen: 0n,
    groups: [{ year: 2019, group: 'sharing', orderedFen: 170n, recoverableFen: 0n }],
    lackingBudgets: [{ fiscalYear: 2026, programme: 'awards', lacksFen: 120n }],
  });
});

it('no more is ordered than the cap of a day leaves, and a programme without a budget lacks none', () => {
  const money = new PlanMoney();
  money.add([account('A', 0n, 70n)], part([foretold('A', 70n)], { dayLeftFen: 90n }));
  money.add([account('B', 0n, 70n)], part([foretold('B', 70n)], { dayLeftFen: 90n }));
  expect(money.sums()).toMatchObject({ orderedFen: 90n, lackingBudgets: [] });
});

it('of what falls that is recoverable which was ordered, and nothing that was owed before', () => {
  const money = new PlanMoney();
  const accounts = [
    account('A', 100n, 40n),
    account('B', 100n, 40n),
    account('C', 0n, 10n),
    account('D', 9n, 0n),
  ];
  const moved = money.add(
    accounts,
    part([foretold('A', 0n, -60n), foretold('B', 0n, -80n), foretold('C', 0n, -5n)]),
  );
  expect(moved.map(({ recoverableFen }) => recoverableFen)).toEqual([60n, 60n, 0n, 0n]);
  expect(money.sums().recoverableFen).toBe(120n);
});
