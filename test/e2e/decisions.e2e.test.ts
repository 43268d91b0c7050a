import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { invoice, PARTY, USCC, yuan } from './items.ts';
import { Stage } from './stage.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;
type Who = 'admin' | 'preparer' | 'approver' | 'treasury';

const TERMS = {
  policy: 'zhengzhou-2017-61',
  provision: 'sharing-user',
  decidedBy: '示例处',
  document: '示例〔2020〕2号',
  reason: '示例',
};

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
  await stage.send(
    invoice('A1', {}),
    invoice('A2', { amountFen: yuan(20_000), paidAmountFen: yuan(20_000) }),
    invoice('B1', { user: PARTY.lab }),
  );
  await stage.settled();
}, 300_000);

afterAll(() => stage.close(), 60_000);

async function post(who: Who, path: string, body: object): Promise<{ status: number; answer: Answer }> {
  const { keys, url } = stage.system;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${keys[`${who}Key`]}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/v1/decisions${path}`, request);
  return { status: response.status, answer: await response.json() };
}

async function done(who: Who, path: string, body: object): Promise<Answer> {
  const { status, answer } = await post(who, path, body);
  expect([status, answer]).toEqual([200, answer]);
  return answer;
}

async function proposed(terms: object): Promise<{ id: string; preview: Answer }> {
  const draft = { ...TERMS, ...terms };
  const preview = await done('preparer', '/preview', draft);
  const { id } = await done('preparer', '/propose', { ...draft, preview: preview.digest });
  return { id, preview };
}

/** Confirms by the preview that the second person looks at now. */
async function confirmed(id: string): Promise<Answer> {
  const { digest: preview, number } = await done('approver', `/${id}/preview`, {});
  return done('approver', `/${id}/confirm`, { number, preview });
}

async function orderedFen(): Promise<number> {
  return (await stage.allOrders()).reduce((sum, { amountFen }) => sum + amountFen, 0);
}

it('a preview that is confirmed at once orders what it said, and nothing moves before', async () => {
  const { id, preview } = await proposed({ scope: { year: 2019 }, rate: '0.2' });
  expect(preview).toMatchObject({
    allClaims: { count: 3, nowFen: 0, thenFen: yuan(8_000) },
    allAccounts: { count: 2, nowFen: 0, thenFen: yuan(8_000) },
    orderedAtOnceFen: yuan(8_000),
    replaces: [],
  });
  await stage.settled();
  expect(await orderedFen()).toBe(0);
  const again = await done('approver', `/${id}/preview`, {});
  expect(again.digest).toBe(preview.digest);
  await confirmed(id);
  await stage.settledOrders(USCC.materials, 1);
  await stage.settledOrders(USCC.lab, 1);
  expect(await orderedFen()).toBe(preview.orderedAtOnceFen);
  const record = await stage.get(`/v1/decisions/${id}`);
  expect(record.thing ?? record).toMatchObject({ source: 'urn:duixian:bureau:decisions' });
});

it('of decisions of one day and scope the later one wins, and says which it replaces', async () => {
  const ids: string[] = [];
  for (const rate of ['0.21', '0.22', '0.23']) {
    const { id, preview } = await proposed({ scope: { entity: USCC.lab, year: 2019 }, rate });
    await confirmed(id);
    await stage.settled();
    expect(preview.replaces).toEqual(ids.length > 0 ? ids.slice(-1) : preview.replaces);
    ids.push(id);
    const { account } = await stage.account(USCC.lab, 2019, 'sharing');
    expect(account.entitledFen).toBe(yuan(10_000 * Number(rate)));
  }
  const { status, answer } = await post('preparer', '/preview', {
    ...{ ...TERMS, scope: { entity: USCC.lab, year: 2019 }, rate: '0.1', decidedOn: '2020-01-01' },
  });
  expect([status, answer.detail]).toEqual([409, expect.stringContaining(String(ids.at(-1)))]);
});

it('what facts moved since is shown, and confirmed again or within what was allowed', async () => {
  const scope = { entity: USCC.materials, year: 2019 };
  const { id, preview } = await proposed({ scope, rate: '0.3' });
  expect(preview.orderedAtOnceFen).toBe(yuan(3_000));
  await stage.send(invoice('A3', {}));
  await stage.settled();
  // By now 0.2 of it is ordered, and 0.1 more would be.
  const confirm = (body: object) =>
    post('approver', `/${id}/confirm`, { number: 1, preview: preview.digest, ...body });
  const moved = await confirm({});
  expect([moved.status, moved.answer.detail]).toEqual([
    409,
    expect.stringMatching(/moved: .*1,000\.00 yuan more/),
  ]);
  expect((await confirm({ mayGrowFen: yuan(1_000) - 1 })).status).toBe(409);
  expect((await confirm({ preview: '0'.repeat(64) })).status).toBe(409);
  expect((await confirm({ mayGrowFen: yuan(1_000) })).status).toBe(200);
  await stage.settled();
  expect((await stage.account(USCC.materials, 2019, 'sharing')).account.entitledFen).toBe(yuan(12_000));
});

it('nobody confirms what they proposed, and nobody without the role confirms or proposes', async () => {
  const terms = { scope: { year: 2018 }, rate: '0.2' };
  const { id, preview } = await proposed(terms);
  const body = { number: 1, preview: preview.digest };
  expect((await post('preparer', `/${id}/confirm`, body)).status).toBe(403);
  expect((await post('treasury', `/${id}/confirm`, body)).status).toBe(403);
  expect((await post('approver', '/propose', { ...TERMS, ...terms, preview: preview.digest })).status).toBe(
    403,
  );
  expect(await done('approver', `/${id}/reject`, { number: 1, reason: '依据不足' })).toMatchObject({
    waiting: null,
    confirmed: 0,
  });
  expect((await post('approver', `/${id}/confirm`, body)).status).toBe(409);
});

it('a withdrawal is confirmed too, on a paper and for a reason of its own', async () => {
  const { id } = await proposed({ provision: 'sharing-owner', scope: { year: 2019 }, rate: '0.5' });
  await confirmed(id);
  const draft = { decidedBy: '示例处', document: '示例〔2021〕7号', reason: '有误' };
  const { digest: preview } = await done('preparer', `/${id}/withdraw/preview`, draft);
  await done('preparer', `/${id}/withdraw`, { ...draft, preview });
  await confirmed(id);
  const { current } = await stage.get(`/v1/decisions/${id}`).then((answer) => answer.thing ?? answer);
  expect(current).toMatchObject({
    revision: 2,
    data: { status: 'withdrawn', documentNo: '示例〔2021〕7号', reason: '有误', rate: '0.5' },
  });
  const { acts } = await stage.get(`/v1/decisions/proposals/${id}`);
  expect(acts.map(({ event, by }: Answer) => [event, by])).toEqual([
    ['confirm', 'local-approver'],
    ['propose', 'local-preparer'],
    ['confirm', 'local-approver'],
    ['propose', 'local-preparer'],
  ]);
});

it('while ordering is suspended, what will be ordered when it is resumed is held against what was shown', async () => {
  const { id, preview } = await proposed({ scope: { entity: USCC.lab, year: 2019 }, rate: '0.3' });
  await stage.send(invoice('B2', { user: PARTY.lab }));
  await stage.settled();
  await stage.post('/v1/ordering/suspend', { reason: '示例' });
  const confirm = { number: 1, preview: preview.digest };
  const { status, answer } = await post('approver', `/${id}/confirm`, confirm);
  expect([status, answer.detail]).toEqual([409, expect.stringContaining('moved: ')]);
  const now = await done('approver', `/${id}/preview`, {});
  expect(now.orderedAtOnceFen).toBe(0);
  expect(now.orders).toMatchObject([{ reasons: ['ordering-suspended'], orderedFen: 0 }]);
  expect(now.orders[0].unattendedFen).toBe(now.orders[0].waitingFen);
  expect((await post('approver', `/${id}/confirm`, { ...confirm, preview: now.digest })).status).toBe(200);
});
