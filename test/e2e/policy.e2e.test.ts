import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readItem } from '@duixian/facts';
import { claimsOf, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, receipt, USCC, yuan } from './items.ts';
import { Stage } from './stage.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;
type Who = 'preparer' | 'approver';

/** Article 5 pays a fifth: of a million verified, of 400,000 received. */
const ITEMS = [contract(1, {}), receipt('R1', 1, yuan(400_000))];
const PAID = { R5: 'paid' };
const on = mkdtempSync(join(tmpdir(), 'duixian-policy-'));

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ on });
  await stage.send(...ITEMS);
  await stage.settledOrders(USCC.optics, 1);
  await stage.settled();
  await stage.system.stop();
  // As who edits its readings and starts again.
  process.env['READINGS'] = 'R5=paid';
  stage = await Stage.open({ on });
}, 300_000);

afterAll(async () => {
  delete process.env['READINGS'];
  await stage.close();
}, 60_000);

async function say(who: Who, path: string, body: object): Promise<{ status: number; answer: Answer }> {
  const { keys, url } = stage.system;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${keys[`${who}Key`]}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/v1/policy/${path}`, request);
  return { status: response.status, answer: await response.json() };
}

function payable(): Promise<Answer> {
  return stage.payables(USCC.optics).then(([first]) => first);
}

async function digestUnder(readings: Readonly<Record<string, string>>): Promise<string> {
  const policy = loadPolicy('zhengzhou-2017-61', readings);
  const facts = ITEMS.flatMap((item) => {
    const read = readItem(item, 0);
    return 'fact' in read ? [read.fact] : [];
  });
  return resultDigest(fillAccounts(policy, claimsOf(policy, facts)));
}

it('an edited reading moves nothing until two persons put it in force, and then what the plan said', async () => {
  await stage.settled();
  expect((await stage.digests()).live).toBe(await digestUnder({}));
  expect((await stage.get('/v1/policy')).offered.readings).toMatchObject(PAID);
  const lines = await stage.lines('/v1/policy/plan');
  const { plan } = lines.at(-1);
  expect(lines.flatMap(({ account = [] }) => account)).toEqual([
    {
      ...{ entity: USCC.optics, entityName: '示例光电', year: 2019, group: 'import-technology', article: 5 },
      ...{ nowFen: yuan(200_000), thenFen: yuan(80_000), nowUndecided: 0, thenUndecided: 0 },
    },
  ]);
  expect(plan).toMatchObject({ changesPast: true, from: '2017-05-12', facts: 2, accounts: 1, entities: 1 });
  expect(plan).toMatchObject({ risesFen: 0, fallsFen: yuan(120_000) });
  const body = { plan: plan.digest };
  expect((await say('approver', 'apply', body)).status).toBe(409);
  expect((await say('preparer', 'propose', { ...body, document: '郑政〔2027〕1号' })).status).toBe(200);
  expect((await say('preparer', 'apply', body)).status).toBe(403);
  expect((await payable()).entitledFen).toBe(yuan(200_000));
  const { status, answer } = await say('approver', 'apply', body);
  expect([status, answer.isNew, answer.applied.fallsFen]).toEqual([200, true, yuan(120_000)]);
  await stage.settled();
  expect((await stage.digests()).live).toBe(await digestUnder(PAID));
  expect(await payable()).toMatchObject({ entitledFen: yuan(80_000) });
  expect(await stage.orders(USCC.optics)).toHaveLength(1);
  const { offered, inForce } = await stage.get('/v1/policy');
  expect([offered, inForce.readings]).toEqual([null, expect.objectContaining(PAID)]);
  const { acts, waiting } = await stage.get('/v1/policy/history');
  expect(waiting).toBeNull();
  expect(acts.map(({ event, by }: Answer) => [event, by !== ''])).toEqual([
    ['applied', true],
    ['proposed', true],
    ['offered', false],
    ['taken', false],
  ]);
  expect((await say('approver', 'apply', body)).answer).toMatchObject({ isNew: false });
}, 120_000);
