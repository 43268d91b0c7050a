import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readItem } from '@duixian/facts';
import { claimsOf, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, PARTY, receipt, USCC, yuan } from './items.ts';
import { Stage } from './stage.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;
type Who = 'preparer' | 'approver';

/** Article 5 pays a fifth: of a million verified, or of what was received: 400,000 and nothing. */
const ITEMS = [contract(1, {}), receipt('R1', 1, yuan(400_000)), contract(2, { buyer: PARTY.lab })];
const PAID = { R5: 'paid' };
const on = mkdtempSync(join(tmpdir(), 'duixian-policy-'));

let stage: Stage;

beforeAll(async () => {
  await start('R5=paid');
  await stage.send(...ITEMS);
  await stage.settledOrders(USCC.optics, 1);
  await stage.settled();
}, 300_000);

afterAll(async () => {
  delete process.env['READINGS'];
  await stage.close();
}, 60_000);

async function start(readings: string): Promise<void> {
  process.env['READINGS'] = readings;
  stage = await Stage.open({ on });
}

/** Like an operator who edits its readings and starts again. */
async function startAgain(readings: string): Promise<void> {
  await stage.system.stop();
  await start(readings);
  await stage.settled();
}

async function post(who: Who, path: string, body: object): Promise<{ status: number; answer: Answer }> {
  const { keys, url } = stage.system;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${keys[`${who}Key`]}` };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  const response = await fetch(`${url}/v1/policy/${path}`, request);
  return { status: response.status, answer: await response.json() };
}

async function orderedFen(): Promise<number> {
  return (await stage.allOrders()).reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** Proposed by one person, applied by another; answers what was applied. */
async function apply(plan: string): Promise<Answer> {
  const body = { plan };
  expect((await post('approver', 'apply', body)).status).toBe(409);
  expect((await post('preparer', 'propose', { ...body, document: '郑政〔2027〕1号' })).status).toBe(200);
  expect((await post('preparer', 'apply', body)).status).toBe(403);
  const { status, answer } = await post('approver', 'apply', body);
  expect([status, answer.isNew]).toEqual([200, true]);
  return answer.applied;
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
  await startAgain('');
  expect(await orderedFen()).toBe(yuan(80_000));
  expect((await stage.digests()).live).toBe(await digestUnder(PAID));
  expect((await stage.get('/v1/policy')).offered.readings).toMatchObject({ R5: 'verified' });
  const lines = await stage.lines('/v1/policy/plan');
  const { plan } = lines.at(-1);
  const moved = lines.flatMap(({ account = [] }) => account);
  expect(moved).toHaveLength(2);
  expect(moved).toContainEqual({
    ...{ entity: USCC.optics, entityName: '示例光电', year: 2019, group: 'import-technology', article: 5 },
    ...{ nowFen: yuan(80_000), thenFen: yuan(200_000), nowUndecided: 0, thenUndecided: 0 },
    ...{ orderedFen: yuan(120_000), recoverableFen: 0 },
  });
  expect(plan).toMatchObject({
    isFirst: false,
    isForOne: false,
    changesPast: true,
    from: '2017-05-12',
    facts: 3,
    accounts: 2,
  });
  expect(plan).toMatchObject({ risesFen: yuan(320_000), fallsFen: 0, orderedFen: yuan(320_000) });
  expect(await orderedFen()).toBe(yuan(80_000));
  expect((await apply(plan.digest)).risesFen).toBe(yuan(320_000));
  await stage.settled();
  await stage.settledOrders(USCC.lab, 1);
  await stage.settledOrders(USCC.optics, 2);
  expect(await orderedFen()).toBe(yuan(80_000) + plan.orderedFen);
  expect((await stage.digests()).live).toBe(await digestUnder({}));
  const { offered, inForce } = await stage.get('/v1/policy');
  expect([offered, inForce.readings]).toEqual([null, expect.objectContaining({ R5: 'verified' })]);
  const { acts, waiting } = await stage.get('/v1/policy/history');
  expect(waiting).toBeNull();
  expect(acts.map(({ event, by }: Answer) => [event, by !== ''])).toEqual([
    ['applied', true],
    ['proposed', true],
    ['offered', false],
    ['taken', false],
  ]);
  expect((await post('approver', 'apply', { plan: plan.digest })).answer).toMatchObject({ isNew: false });
}, 180_000);

it('what was ordered and is due no more becomes recoverable, as the plan says', async () => {
  await startAgain('R5=paid');
  const { plan } = (await stage.lines('/v1/policy/plan')).at(-1);
  expect(plan).toMatchObject({ fallsFen: yuan(320_000), orderedFen: 0, recoverableFen: yuan(320_000) });
  await apply(plan.digest);
  await stage.settled();
  const open = [...(await stage.payables(USCC.optics)), ...(await stage.payables(USCC.lab))];
  const owed = open.reduce((sum, { openFen }) => sum - openFen, 0);
  expect(owed).toBe(plan.recoverableFen);
  expect(await orderedFen()).toBe(yuan(400_000));
}, 180_000);
