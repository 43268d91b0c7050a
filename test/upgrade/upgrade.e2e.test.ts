import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programOf } from '@duixian/local';
import { claimsOf, fillAccounts, loadPolicy, resultDigest, type StatedFact } from '@duixian/policy';
import { readBson } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { contract, PARTY, USCC, yuan } from '../e2e/items.ts';
import { gapOf, journalEntriesOf, sumsOf } from '../e2e/money.ts';
import { type ProgrammesFile, writeProgrammes } from '../e2e/programmes.ts';
import { type Order, Stage } from '../e2e/stage.ts';
import { verified } from '../e2e/what-is-wrong.ts';
import { readDumpAsStored } from './data-dump.ts';
import { EARLIER, folderOfEarlierRelease } from './earlier-system.ts';

const CLI = await programOf('duixian');

type Migrations = {
  migrated: number;
  collections: { service: string; collection: string; isDeclared: boolean; older: number }[];
  streams: { name: string; otherwise: string[] }[];
};
type Refused = { type: string; subject: string; faults: object[] };
type Money = { state: string; amountFen: number };

let programmes: ProgrammesFile;
let stage: Stage;
let before: Map<string, Money>;

beforeAll(async () => {
  programmes = await writeProgrammes();
  before = new Map(
    (await readDumpAsStored(EARLIER, 'disbursement', 'orders')).map(({ _id, state, amountFen }) => [
      String(_id),
      { state: String(state), amountFen: Number(amountFen) },
    ]),
  );
  const on = await folderOfEarlierRelease();
  stage = await Stage.open({ on, programmesFile: programmes.path, demandAfterDays: 0 });
}, 240_000);

afterAll(async () => {
  await stage?.close();
  await programmes.remove();
});

it('what an earlier release could not read is still listed', async () => {
  const { deadLetters } = await stage.get('/v1/dead-letters?limit=1000');
  expect(deadLetters.map(({ service }: { service: string }) => service).sort()).toEqual([
    'awards',
    'disbursement',
  ]);
  // Nobody can repair them, and while they wait the system never settles.
  const client = await new MongoClient(stage.mongoUrl()).connect();
  for (const service of ['awards', 'disbursement'])
    await client.db(`duixian_${service}`).collection('deadLetters').deleteMany({});
  await client.close();
});

it('the outbox of the earlier release is published, and what it says leads to its order', async () => {
  await stage.post('/v1/republish', {});
  await stage.settled();
  await stage.until(async () => (await ordersMadeSince()).length > 0, 'what was recorded last to be ordered');
  expect(await ordersMadeSince()).toMatchObject([{ entity: USCC.materials, year: 2020 }]);
});

it('every order is as it was, and nothing was ordered twice', async () => {
  const now = new Map((await stage.allOrders()).map((order) => [order.id, order]));
  for (const [id, { state, amountFen }] of before) {
    const order = now.get(id);
    expect(order).toMatchObject({ id, amountFen });
    // An order that the treasury had not answered may have progressed.
    if (['paid', 'rejected', 'returned'].includes(state)) expect(order?.state).toBe(state);
  }
  for (const entity of new Set([...now.values()].map((order) => order.entity)))
    expect(gapOf(sumsOf(await journalEntriesOf(stage, entity)))).toBe(0);
});

it('facts recomputed give what is stored, and the digest', async () => {
  await stage.settled();
  expect(await verified(stage)).toEqual([]);
  const response = await stage.request('/v1/checks/facts', {});
  const facts = readBson(Buffer.from(await response.arrayBuffer())) as StatedFact[];
  const policy = loadPolicy('zhengzhou-2017-61');
  const { digest } = await stage.get('/v1/digest');
  expect(digest).toBe(resultDigest(fillAccounts(policy, claimsOf(policy, facts))));
});

it('what the stricter door of this release would refuse is named, and stays recorded', async () => {
  const { code, answer } = await call('verify', '--door');
  const { differences, refusedToday } = answer as { differences: object[]; refusedToday: Refused[] };
  expect([code, differences]).toEqual([1, []]);
  expect(refusedToday.length).toBeGreaterThan(0);
  for (const { type, subject, faults } of refusedToday)
    expect([type, subject, faults.length]).toEqual([
      expect.any(String),
      expect.any(String),
      expect.any(Number),
    ]);
});

it('a look names what is older, and a migration brings it to this release once', async () => {
  const { code, state } = await migrate('--plan');
  expect(code).toBe(1);
  const older = state.collections.filter((one) => one.older > 0);
  expect(older.map(({ service, collection }) => `${service} ${collection}`)).toEqual([
    'partners keys',
    'disbursement ledgers',
    'disbursement orders',
  ]);
  const documents = older.reduce((sum, one) => sum + one.older, 0);
  expect(await migrate()).toMatchObject({ code: 0, state: { migrated: documents } });
  expect(await migrate()).toMatchObject({ code: 0, state: { migrated: 0 } });
  expect(await verified(stage)).toEqual([]);
});

it('runs, recoveries, budgets, accounts and statements of the earlier release can be read', async () => {
  const { runs } = await stage.get('/v1/runs?limit=1000');
  expect(runs.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual(
    expect.arrayContaining([
      ['S-1', 'issued'],
      ['S-2', 'published'],
    ]),
  );
  expect(await stage.get(`/v1/recoveries/${USCC.optics}-D1`)).toMatchObject({
    state: 'demanded',
    receivedFen: yuan(50_000),
  });
  expect(await stage.get(`/v1/payees/${USCC.optics}`)).toMatchObject({
    standing: { number: 1 },
    waiting: { number: 2 },
  });
  expect((await stage.get('/v1/treasury/statements?limit=1000')).statements).toHaveLength(2);
  expect(await stage.get('/v1/ordering')).toMatchObject({ suspended: null, past: [{ because: '演练' }] });
});

it('new facts are taken in and lead to orders', async () => {
  const count = (await stage.orders(USCC.lab)).length;
  const later = { signedOn: '2020-03-02', registeredOn: '2020-03-02' };
  await stage.send(contract(950, { buyer: PARTY.lab, ...later }));
  const orders = await stage.settledOrders(USCC.lab, count + 1);
  expect(orders.at(-1)).toMatchObject({ year: 2020, amountFen: yuan(200_000), state: 'paid' });
  await stage.settled();
  expect(await verified(stage)).toEqual([]);
});

it('what this release writes has its versions, and every collection and index is declared', async () => {
  const { code, state } = await migrate('--plan');
  expect(state.collections.filter((one) => !one.isDeclared)).toEqual([]);
  expect(state.streams.map(({ name }) => name)).toEqual(['FACTS', 'ENTITLEMENTS', 'ORDERS', 'PARTNERS']);
  expect(code).toBe(0);
});

async function migrate(...given: string[]): Promise<{ code: number; state: Migrations }> {
  const { code, answer } = await call('migrate', ...given);
  return { code, state: answer as Migrations };
}

/** Runs a command as an operator does. */
async function call(command: string, ...given: string[]): Promise<{ code: number; answer: unknown }> {
  const { path } = stage.system.folder;
  const program = ['--disable-warning=ExperimentalWarning', CLI, command, '--json', '--data', path, ...given];
  const run = promisify(execFile)(process.execPath, program);
  const { stdout, stderr, code } = await run.then(
    (done) => ({ ...done, code: 0 }),
    (error: { stdout: string; stderr: string; code: number }) => error,
  );
  if (stdout === '') throw new Error(stderr);
  return { code, answer: JSON.parse(stdout) };
}

async function ordersMadeSince(): Promise<Order[]> {
  return (await stage.allOrders()).filter(({ id }) => !before.has(id));
}
