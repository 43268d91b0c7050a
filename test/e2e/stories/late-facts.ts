import { expect, it } from '@jest/globals';
import { castOf, decision, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, invoice, PARTY, receipt, recognition, USCC, usage } = castOf(1);

export function lateFacts(stage: () => Stage): void {
  it('a receipt that comes before its contract is paid for when the contract comes', async () => {
    await stage().send(
      decision('research', { provision: 'commissioned-research', rate: '0.1' }),
      receipt('early', 1, yuan(200_000)),
    );
    await stage().settled();
    expect(await stage().account(USCC.university, 2019, 'commissioned-research')).toBeUndefined();
    await stage().send(contract(1, { category: 'development' }));
    const orders = await stage().settledOrders(USCC.university, 1);
    expect(orders).toMatchObject([
      { group: 'commissioned-research', amountFen: yuan(20_000), state: 'paid' },
    ]);
  });

  it('a usage record that comes after its invoice bounds the claim, and a recognition after the deal makes one', async () => {
    await stage().send(decision('sharing', { rate: '0.2' }), invoice('I1', { usageIds: ['U1', 'U2'] }));
    await stage().settled();
    // Metered fee 0 while no record is known.
    expect((await stage().account(USCC.materials, 2019, 'sharing')).account.entitledFen).toBe(0);
    await stage().send(usage('U1', {}), usage('U2', { feeFen: yuan(1_000) }));
    await stage().settled();
    expect((await stage().account(USCC.materials, 2019, 'sharing')).account.entitledFen).toBe(yuan(1_000));

    await stage().send(contract(2, { intermediary: PARTY.broker }));
    await stage().settled();
    expect(await stage().account(USCC.broker, 2019, 'facilitation')).toBeUndefined();
    await stage().send(recognition('R1', {}));
    await stage().settled();
    const explained = await stage().account(USCC.broker, 2019, 'facilitation');
    expect(explained.claims).toMatchObject([
      { article: 10, claim: { rate: '0.03', amountFen: yuan(30_000) } },
    ]);
  });

  it('an older revision that comes after a newer changes nothing', async () => {
    await stage().send(contract(3, { technologyAmountFen: yuan(500_000) }, 5));
    const outcomes = await stage().send(
      contract(3, { technologyAmountFen: yuan(900_000) }, 4),
      contract(3, { technologyAmountFen: yuan(500_000) }, 5),
    );
    expect(outcomes).toEqual(['stale', 'duplicate']);
  });

  it('a decision for a whole year reaches every claim of the year, and its withdrawal leaves them waiting', async () => {
    const invoices = Array.from({ length: 700 }, (_, index) =>
      invoice(`many-${index}`, {
        user: PARTY.lab,
        issuedOn: '2018-07-01',
        amountFen: 1_000,
        paidAmountFen: 1_000,
      }),
    );
    await stage().send(...invoices);
    await stage().settled();
    expect((await stage().account(USCC.lab, 2018, 'sharing')).account).toMatchObject({
      undecided: 700,
      claimedFen: 0,
    });
    await stage().send(decision('year', { scope: { year: 2018 }, rate: '0.3' }));
    await stage().settled();
    expect((await stage().account(USCC.lab, 2018, 'sharing')).account).toMatchObject({
      undecided: 0,
      claimedFen: 210_000,
    });
    await stage().send(decision('year', { scope: { year: 2018 }, rate: '0.3', status: 'withdrawn' }, 2));
    await stage().settled();
    expect((await stage().account(USCC.lab, 2018, 'sharing')).account).toMatchObject({
      undecided: 700,
      claimedFen: 0,
    });
  });
}
