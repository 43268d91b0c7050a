import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, PARTY, recognition, USCC } = castOf(4);

export function killedService(stage: () => Stage): void {
  it('services that are killed while facts flow lose nothing and double nothing', async () => {
    const amount = { technologyAmountFen: yuan(10), totalAmountFen: yuan(10) };
    const contracts = Array.from({ length: 3_000 }, (_, index) =>
      contract(index + 1, { ...amount, buyer: PARTY.optics, intermediary: PARTY.broker }),
    );
    const sent = (async () => {
      for (let at = 0; at < contracts.length; at += 250) {
        await stage().send(...contracts.slice(at, at + 250));
        if (at === 1_000) await stage().send(recognition('R-killed', {}));
        await sleep(50);
      }
    })();
    for (const service of ['awards', 'disbursement', 'awards']) {
      await sleep(400);
      process.kill(stage().pidOf(service), 'SIGKILL');
      await sleep(1_500);
    }
    await sent;
    const { live, replayed } = await stage().digests();
    expect(live).toBe(replayed);
    // 3,000 × 20% of 10 yuan, and 3,000 × 3% of 10 yuan in addition to the recognition's own 300,000.
    expect((await stage().account(USCC.optics, 2019, 'import-technology')).account.claimedFen).toBe(600_000);
    expect((await stage().account(USCC.broker, 2019, 'facilitation')).account.claimedFen).toBe(90_000);
    const orders = await stage().settledOrders(USCC.optics, 1);
    expect(orders.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(600_000);
  }, 120_000);
}
