import { expect, it } from '@jest/globals';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, PARTY, party, USCC } = castOf(2);

export function branchGetsAParent(stage: () => Stage): void {
  it('a branch that gets a parent after it was paid shares one cap with it, and nothing is paid twice', async () => {
    await stage().send(
      contract(1, { technologyAmountFen: yuan(3_000_000), totalAmountFen: yuan(3_000_000) }),
      contract(2, {
        buyer: PARTY.branch,
        technologyAmountFen: yuan(3_500_000),
        totalAmountFen: yuan(3_500_000),
      }),
    );
    await stage().settledOrders(USCC.optics, 1);
    await stage().settledOrders(USCC.branch, 1);

    await stage().send(party(USCC.branch, '示例光电北区分公司', USCC.optics));
    await stage().settled();
    // 600,000 and 700,000 were paid; together they are due 1,000,000.
    const { account } = await stage().account(USCC.branch, 2019, 'import-technology');
    expect(account).toMatchObject({
      entity: USCC.optics,
      claimedFen: yuan(1_300_000),
      entitledFen: yuan(1_000_000),
    });
    const payables = await stage().payables(USCC.optics);
    const sum = (field: string) => payables.reduce((total, payable) => total + payable[field], 0);
    expect(sum('entitledFen')).toBe(yuan(1_000_000));
    expect(sum('paidFen')).toBe(yuan(1_300_000));
    expect(sum('openFen')).toBe(-yuan(300_000));

    // It leaves again: each is due what it was paid.
    await stage().send(party(USCC.branch, '示例光电北区分公司', null, 2));
    await stage().settled();
    const after = [...(await stage().payables(USCC.optics)), ...(await stage().payables(USCC.branch))];
    expect(after.map(({ openFen, holds }) => ({ openFen, holds }))).toEqual(
      after.map(() => ({ openFen: 0, holds: [] })),
    );
    const orders = (await stage().treasuryOrders()).filter(({ payeeUscc }) =>
      [USCC.optics, USCC.branch].includes(payeeUscc),
    );
    expect(orders).toHaveLength(2);
  });

  it('nothing is ordered while parents run in a circle', async () => {
    await stage().send(
      party(USCC.lab, '示例检测', USCC.materials),
      party(USCC.materials, '示例新材料', USCC.lab),
    );
    // The registers are independent: a contract that is received before the circle would be paid.
    await stage().settled();
    await stage().send(contract(10, { buyer: PARTY.lab }));
    await stage().settled();
    const [entity = ''] = [USCC.lab, USCC.materials].sort();
    const [held] = await stage().payables(entity);
    expect(held).toMatchObject({ entitledFen: yuan(200_000), orderedFen: 0, openFen: yuan(200_000) });
    expect(held.holds).toContain('parent-circle');

    await stage().send(party(USCC.materials, '示例新材料', null, 2));
    const orders = await stage().settledOrders(USCC.materials, 1);
    expect(orders).toMatchObject([{ amountFen: yuan(200_000), state: 'paid' }]);
  });
}
