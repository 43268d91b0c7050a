import { type Deal, dealFrom, factsOfDeal, withRevision } from '@duixian/formats/deals';
import { expect, it } from '@jest/globals';
import type { Item } from '../items.ts';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

const SOURCE = 'urn:duixian:exchange:deals';

export function deals(stage: () => Stage): void {
  it('the commands of the page lead from a deal to a contract and its receipt, and back', async () => {
    await runPage(stage(), 'deals.md', 4, ({ stdout, made }) => {
      expect(stdout).toContain('EX-DEAL-7001 kept');
      expect(stdout).toContain('to be registered by 2019-04-12; no fact before');
      expect(stdout).toContain('duixian.receipt.v1 EX-DEAL-7001/1: recorded');
      const sent = ['struck.ndjson', 'registered.json', 'cancelled.ndjson'].map((file) =>
        dealFrom(made(file)),
      );
      const [struck, ...later] = sent as [Deal, Deal, Deal];
      const history = later.reduce(
        (known, deal) => withRevision(known, deal),
        withRevision(undefined, struck),
      );
      stage().remember(...factsOfDeal(history).facts.map(itemOf));
    });
  });

  it('sent again, also an earlier revision, nothing changes', async () => {
    const url = `/v1/deals/EX-DEAL-7001?source=${SOURCE}`;
    const { deal } = await stage().get(url);
    const again = await put(url, deal);
    expect(again.outcome).toBe('duplicate');
    expect(again.facts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'duplicate',
      'duplicate',
    ]);
    const earlier = await put(url, { ...deal, revision: 2, priceFen: 570_000_000 });
    expect([earlier.outcome, earlier.held.deal.revision]).toEqual(['stale', 3]);
    expect(earlier.facts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'duplicate',
      'duplicate',
    ]);
  });

  it('what is wrong with a deal is said all at once, and nothing of it is kept', async () => {
    const url = `/v1/deals/EX-DEAL-7002?source=${SOURCE}`;
    const { deal } = await stage().get(`/v1/deals/EX-DEAL-7001?source=${SOURCE}`);
    const [party] = deal.buyers;
    const wrong = {
      ...deal,
      dealId: 'EX-DEAL-7002',
      buyers: [party, party],
      technologyAmountFen: 600_000_000,
    };
    const { status, faults } = await put(url, { ...wrong, registeredOn: '2019-03-01', priceFen: -1 });
    expect(status).toBe(400);
    const fields = faults.map(({ field }: { field: string }) => field).sort();
    expect(fields).toEqual(['buyers', 'priceFen', 'registeredOn']);
    expect((await stage().request(url, {})).status).toBe(404);
  });

  async function put(url: string, deal: object) {
    const headers = { 'content-type': 'application/json' };
    const response = await stage().request(url, { method: 'PUT', headers, body: JSON.stringify(deal) });
    return { status: response.status, ...((await response.json()) as Answer) };
  }
}

function itemOf({ type, subject, data }: ReturnType<typeof factsOfDeal>['facts'][number]): Item {
  const id = `${subject}@${String(data['revision'])}`;
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type,
    subject,
    time: '2026-01-01T00:00:00Z',
    data,
  } as Item;
}
