import { expect, it } from '@jest/globals';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, USCC } = castOf(0);

export function contractAmendedAndVoided(stage: () => Stage): void {
  it('what an amended and a voided contract take back is netted against the next order', async () => {
    await stage().send(contract(1, {}), contract(2, { technologyAmountFen: yuan(500_000) }));
    const [first] = await stage().settledOrders(USCC.optics, 1);
    const paidBefore = (await stage().settledOrders(USCC.optics, 1)).reduce(
      (sum, { amountFen }) => sum + amountFen,
      0,
    );
    expect(first?.state).toBe('paid');
    // 20% of 1,000,000 and of 500,000.
    expect(paidBefore).toBe(yuan(300_000));

    // Amended upwards: only the increase is ordered.
    await stage().send(
      contract(2, { technologyAmountFen: yuan(800_000), totalAmountFen: yuan(1_000_000) }, 2),
    );
    await stage().until(async () => (await paidFen()) === yuan(360_000), 'the increase to be paid');

    // Voided: 200,000 too much was paid, and nothing can be netted yet.
    await stage().send(contract(1, { status: 'voided' }, 2));
    await stage().settled();
    const [payable] = await stage().payables(USCC.optics);
    expect(payable).toMatchObject({
      entitledFen: yuan(160_000),
      paidFen: yuan(360_000),
      openFen: -yuan(200_000),
    });

    // The next year earns 300,000: 200,000 is netted, 100,000 ordered.
    await stage().send(
      contract(3, {
        signedOn: '2020-01-02',
        registeredOn: '2020-01-02',
        technologyAmountFen: yuan(1_500_000),
        totalAmountFen: yuan(1_500_000),
      }),
    );
    await stage().until(async () => (await paidFen()) === yuan(460_000), 'the rest to be paid');
    const payables = await stage().payables(USCC.optics);
    expect(payables.map(({ openFen }) => openFen)).toEqual([0, 0]);
  });

  async function paidFen(): Promise<number> {
    const orders = await stage().orders(USCC.optics);
    return orders.filter(({ state }) => state === 'paid').reduce((sum, { amountFen }) => sum + amountFen, 0);
  }
}
