import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type BackingContainers, startBackingContainers } from './backing-containers.ts';
import { type ServiceContainers, startServiceContainers } from './service-containers.ts';

const ENTITY = '91410100170051134L';

let backing: BackingContainers;
let services: ServiceContainers;

beforeAll(async () => {
  backing = await startBackingContainers();
  services = await startServiceContainers(backing);
}, 600_000);

afterAll(async () => {
  await services?.stop();
  await backing?.stop();
});

it('a registered contract becomes an order that the treasury pays', async () => {
  const answer = await ask('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(contract),
  });
  expect(answer).toEqual({ results: [{ index: 0, id: 'one', outcome: 'recorded', faults: [] }] });
  const order = await untilPaid();
  // 6,000,000.00 yuan × 20% = 1,200,000.00, of which article 5 pays 1,000,000.00 a year.
  expect(order).toMatchObject({
    entity: ENTITY,
    year: 2019,
    group: 'import-technology',
    amountFen: 100_000_000,
  });
  const { account, claims } = await ask(`/v1/accounts/${ENTITY}/2019/import-technology`);
  expect(account).toMatchObject({ claimedFen: 120_000_000, entitledFen: 100_000_000 });
  expect(claims).toMatchObject([{ article: 5, cutByCapFen: 20_000_000 }]);
}, 60_000);

const party = { uscc: ENTITY, name: '示例公司', kind: 'enterprise', divisionCode: '410105' };
const contract = {
  specversion: '1.0',
  id: 'one',
  source: 'urn:duixian:exchange:henan',
  type: 'duixian.contract.v1',
  subject: '2019410100000001',
  time: '2019-05-06T08:00:00+08:00',
  datacontenttype: 'application/json',
  data: {
    revision: 1,
    category: 'transfer',
    title: '示例技术转让合同',
    signedOn: '2019-05-05',
    registeredOn: '2019-05-06',
    seller: { uscc: null, name: 'Example Lab', kind: 'other', divisionCode: null, country: 'DE' },
    buyer: party,
    intermediary: null,
    totalAmountFen: 700_000_000,
    technologyAmountFen: 600_000_000,
    relatedParties: false,
    fiscallyFunded: false,
    status: 'registered',
  },
};

// biome-ignore lint/suspicious/noExplicitAny: what is expected of it is said by each assertion
async function ask(path: string, request: RequestInit = {}): Promise<any> {
  const headers = { ...request.headers, authorization: `Bearer ${services.key}` };
  const response = await fetch(`${services.url}${path}`, { ...request, headers });
  return response.json();
}

async function untilPaid(): Promise<unknown> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const { orders } = await ask('/v1/orders');
    if (orders[0]?.state === 'paid') return orders[0];
    await sleep(100);
  }
  throw new Error('no order was paid within 30 s');
}
