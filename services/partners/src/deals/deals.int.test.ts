import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HENAN, type Running, refused, startProcess } from '../partners-for-tests.ts';

let servers: ServersForTests;
let running: Running;

beforeAll(async () => {
  servers = await openServersForTests('deals-test');
  running = await startProcess(servers);
}, 60_000);
afterAll(async () => {
  await running.close();
  await servers.close();
});

const NUMBER = '2019410100000901';
const party = {
  uscc: '91410100EXAMPLE21X',
  name: '郑州示例精密机械有限公司',
  kind: 'enterprise',
  divisionCode: '410100',
};
const REGISTERED = {
  ...{
    mode: 'auction',
    listing: { no: 'L-1', title: '示例' },
    seller: party,
    buyers: [party],
    category: 'transfer',
  },
  ...{
    intermediary: null,
    intermediarySigned: false,
    priceFen: 200,
    technologyAmountFen: 100,
    instalments: [],
  },
  ...{ struckOn: '2019-03-13', signedOn: '2019-03-18', registrationNo: NUMBER, registeredOn: '2019-04-08' },
  ...{ relatedParties: false, fiscallyFunded: false, status: 'registered' },
};

function put(dealId: string, revision: number, changed: object = {}, source = HENAN) {
  const deal = { ...REGISTERED, dealId, revision, ...changed };
  return running.clients.deals.keepDeal({
    ...{ source, dealId, revision: BigInt(revision), status: deal.status, dealJson: JSON.stringify(deal) },
    arrivedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, revision)).toISOString(),
  });
}

const revisionOf = (currentJson: string | undefined) =>
  (JSON.parse(currentJson ?? '') as { revision: number }).revision;

it('keeps the highest revision, and of each other one what has become a fact', async () => {
  expect(await put('D-1', 2)).toMatchObject({
    outcome: 'DEAL_OUTCOME_KEPT',
    deal: { source: HENAN, dealId: 'D-1' },
  });
  expect((await put('D-1', 2)).outcome).toBe('DEAL_OUTCOME_DUPLICATE');
  const later = await put('D-1', 4, { registrationNo: '2019410100000950' });
  expect(later.outcome).toBe('DEAL_OUTCOME_KEPT');
  expect(JSON.parse(later.deal?.earlierJson ?? '')).toMatchObject({
    registered: [{ revision: 2, registrationNo: NUMBER, technologyAmountFen: 100 }],
  });
  const between = await put('D-1', 3, { technologyAmountFen: 50 });
  expect([between.outcome, revisionOf(between.deal?.currentJson)]).toEqual(['DEAL_OUTCOME_STALE', 4]);
  expect(between.deal?.arrivedAt).toBe('2026-01-01T00:00:04.000Z');
  expect(JSON.parse(between.deal?.earlierJson ?? '')).toMatchObject({
    registered: [{ revision: 3, registrationNo: NUMBER, technologyAmountFen: 50 }],
  });
});

it('refuses a revision that is held with other content, and changes nothing', async () => {
  await put('D-2', 1, { registrationNo: '2019410100000922' });
  await expect(put('D-2', 1, { registrationNo: '2019410100000922', priceFen: 300 })).rejects.toEqual(
    refused(rpcStatus.FAILED_PRECONDITION, /^conflict: revision 1 .* higher revision$/),
  );
  const { deal } = await running.clients.deals.getDeal({ source: HENAN, dealId: 'D-2' });
  expect(JSON.parse(deal?.currentJson ?? '')).toMatchObject({ priceFen: 200 });
});

it('refuses a registration number that another deal of the exchange has', async () => {
  const registrationNo = '2019410100000977';
  await put('D-5', 1, { registrationNo });
  await expect(put('D-6', 1, { registrationNo })).rejects.toEqual(
    refused(rpcStatus.ALREADY_EXISTS, /^taken: 2019410100000977 is the registration number of the deal D-5$/),
  );
  await put('D-5', 2, { registrationNo: null, status: 'cancelled' });
  expect((await put('D-6', 1, { registrationNo })).outcome).toBe('DEAL_OUTCOME_KEPT');
});

it('keeps the same of revisions that arrive at once', async () => {
  const order = [5, 2, 4, 1, 3, 5, 2];
  await Promise.all(
    order.map((revision) => put('D-3', revision, { registrationNo: `201941010000095${revision}` })),
  );
  const { deal } = await running.clients.deals.getDeal({ source: HENAN, dealId: 'D-3' });
  const { registered } = JSON.parse(deal?.earlierJson ?? '') as { registered: { revision: number }[] };
  expect([revisionOf(deal?.currentJson), registered.map(({ revision }) => revision)]).toEqual([
    5,
    [1, 2, 3, 4],
  ]);
});

it('takes as many registration numbers of a deal as it may have', async () => {
  const { most } = LIMITS.numbersOfDeal;
  for (let revision = 1; revision <= most + 1; revision += 1)
    await put('D-4', revision, { registrationNo: String(20194101000000n + BigInt(revision)) });
  const beyond = put('D-4', most + 2, { registrationNo: null });
  await expect(beyond).rejects.toEqual(refused(rpcStatus.FAILED_PRECONDITION, /^over-limit: .*20/));
});

it('lists by source and state, page by page, and knows the deals of one exchange from those of another', async () => {
  const other = 'urn:duixian:exchange:other';
  await put('D-1', 1, { status: 'struck', registrationNo: null }, other);
  await put('D-9', 1, { status: 'struck', registrationNo: null }, other);
  const asked = { limit: 1, source: other, status: 'struck' };
  const first = await running.clients.deals.listDeals({ ...asked, after: '' });
  const second = await running.clients.deals.listDeals({ ...asked, after: first.next });
  expect([...first.deals, ...second.deals].map(({ dealId }) => dealId)).toEqual(['D-1', 'D-9']);
  expect(second.next).toBe('');
  const { deals } = await running.clients.deals.listDeals({
    after: '',
    limit: 0,
    source: HENAN,
    status: 'struck',
  });
  expect(deals).toEqual([]);
  await expect(running.clients.deals.getDeal({ source: other, dealId: 'D-2' })).rejects.toEqual(
    refused(rpcStatus.NOT_FOUND, /has sent no deal D-2/),
  );
});
