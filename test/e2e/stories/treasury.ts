import { expect, it } from '@jest/globals';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, PARTY, USCC } = castOf(3);

export function treasury(stage: () => Stage): void {
  it('a rejected amount waits for an officer, and is then applied for under a new id', async () => {
    const plan = { does: 'reject', reason: '账户已销户' };
    await stage().treasuryDoes({ rules: [{ payeeUscc: USCC.optics, plan }] });
    await stage().send(contract(1, {}));
    const [rejected] = await stage().settledOrders(USCC.optics, 1);
    expect(rejected).toMatchObject({
      state: 'rejected',
      amountFen: yuan(200_000),
      treasuryReason: '账户已销户',
    });

    await stage().treasuryDoes({});
    const released = await stage().post(`/v1/orders/${rejected?.id}/release`, { reason: '已更正账户' });
    expect(released.release).toMatchObject({ reason: '已更正账户' });
    await stage().until(
      async () => (await stage().orders(USCC.optics)).some(({ state }) => state === 'paid'),
      'payment',
    );
    const orders = await stage().orders(USCC.optics);
    expect(orders.map(({ state, amountFen }) => [state, amountFen])).toEqual([
      ['rejected', yuan(200_000)],
      ['paid', yuan(200_000)],
    ]);
    expect(new Set(orders.map(({ id }) => id)).size).toBe(2);
  });

  it('a treasury that answers twice, late and not at all is paid attention once', async () => {
    const plan = { does: 'pay', repeat: 3, delayMs: 3_000, dropAnswers: 2 };
    await stage().treasuryDoes({ rules: [{ payeeUscc: USCC.lab, plan }] });
    await stage().send(contract(2, { buyer: PARTY.lab }));
    const orders = await stage().settledOrders(USCC.lab, 1);
    expect(orders).toMatchObject([{ state: 'paid', amountFen: yuan(200_000) }]);
    const [received] = (await stage().treasuryOrders()).filter(({ payeeUscc }) => payeeUscc === USCC.lab);
    expect(received).toMatchObject({ timesContradicted: 0 });
    expect(received.timesReceived).toBeGreaterThan(1);
    const [payable] = await stage().payables(USCC.lab);
    expect(payable).toMatchObject({ paidFen: yuan(200_000), openFen: 0 });
  });

  it('a status that comes out of order moves nothing backwards', async () => {
    await stage().treasuryDoes({ plan: { does: 'silent' } });
    await stage().send(contract(3, { buyer: PARTY.materials }));
    await stage().until(async () => (await stage().orders(USCC.materials)).length === 1, 'an order');
    const [order] = await stage().orders(USCC.materials);
    const report = (status: string) => stage().reportStatus(order?.id ?? '', status);
    expect((await report('paid')).effect).toBe('recorded');
    expect((await report('accepted')).effect).toBe('none');
    expect((await report('paid')).effect).toBe('none');
    await expect(report('rejected')).rejects.toThrow(/409.*held for an officer/s);
    await expect(report('rejected')).rejects.toThrow(/409.*held for an officer/s);
    expect((await report('accepted')).effect).toBe('none');
    expect((await stage().orders(USCC.materials))[0]?.state).toBe('paid');
  });
}
