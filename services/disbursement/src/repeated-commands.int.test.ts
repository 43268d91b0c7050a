import { createHash } from 'node:crypto';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { disbursementV1, recoveriesV1, runsV1 } from '@duixian/proto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { due, openProcess } from '../testing/process-for-tests.ts';
import { DEFAULT_PROGRAMME } from './programmes/domain/programme.ts';

const ORDER = 'A-2019-sharing-1';
const programmes = [DEFAULT_PROGRAMME];
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
let keys = 0;

beforeAll(async () => {
  servers = await openServersForTests('repeated-commands');
}, 120_000);
afterAll(() => servers.close());
beforeEach(async () => {
  parts = await servers.open();
  process = await openProcess(parts, { programmes });
});
afterEach(() => parts.close());

/** Sends it under a key, and once more: to another process, after whatever came in between. */
async function twice<Answer>(method: string, request: object): Promise<Answer> {
  keys += 1;
  const hash = createHash('sha256').update(`${method} ${keys}`).digest('hex');
  const key = { key: `Key1/${keys}`, hash };
  const first = await process.ask<Answer>(method, request, key);
  const before = await stored();
  const other = await openProcess(parts, { programmes });
  expect(await other.ask<Answer>(method, request, key)).toEqual(first);
  const another = { ...key, hash: createHash('sha256').update('other').digest('hex') };
  await expect(process.ask(method, request, another)).rejects.toThrow(/^idempotency-conflict: /);
  expect(await stored()).toEqual(before);
  return first;
}

/** All documents but those that are written by looking. */
async function stored(): Promise<Record<string, unknown[]>> {
  const names = ['ledgers', 'orders', 'entries', 'recoveries', 'receipts', 'budgets', 'payees'];
  const read = names.map(async (name) => [name, await parts.database.collection(name).find().toArray()]);
  return Object.fromEntries(await Promise.all(read));
}

/** Each stored answer with the collections that its transaction wrote, as MongoDB replicates them. */
async function writtenWithAnswers(): Promise<string[][]> {
  const ofCommands = { 'o.applyOps.ns': `${parts.database.databaseName}.commands` };
  const oplog = parts.database.client.db('local').collection('oplog.rs');
  const found = await oplog.find<{ o: { applyOps: { ns: string }[] } }>(ofCommands).toArray();
  return found.map(({ o }) => [...new Set(o.applyOps.map(({ ns }) => ns.split('.').slice(1).join('.')))]);
}

it('an order that came back is released once, and its demand is made once', async () => {
  await process.consume(due('A', 'sharing', 10_000n, 1n));
  const reported = { id: ORDER, reason: '', reference: '', by: '' };
  await twice('recordStatus', { ...reported, state: 'ORDER_STATE_PAID' });
  const back = await twice<disbursementV1.RecordStatusResponse>('recordStatus', {
    ...{ ...reported, state: 'ORDER_STATE_RETURNED', reference: 'TK-1', returnedFen: 4_000n },
  });
  expect(back).toMatchObject({ effect: 'STATUS_EFFECT_RECORDED', order: { returnedFen: 4_000n } });
  const release = { id: ORDER, by: 'ann', reason: '账户已更正' };
  expect(await twice('releaseOrder', release)).toMatchObject({
    order: { returns: [{ release: { by: 'ann' } }] },
    replacement: { amountFen: 4_000n, replaces: ORDER },
  });
  // Under another key it is another command, which the rule of the domain refuses.
  await expect(twice('releaseOrder', release)).rejects.toThrow('it was released before');
  await twice('recordStatus', { ...reported, id: 'A-2019-sharing-2', state: 'ORDER_STATE_PAID' });
  await process.consume(due('A', 'sharing', 2_000n, 2n));
  const demand = { entity: 'A', dueOn: '2027-01-01', reason: '多付', document: '追缴字1号', by: 'ann' };
  const { recovery } = await twice<recoveriesV1.DemandResponse>('demand', demand);
  expect(recovery).toMatchObject({ demandedFen: 8_000n, outstandingFen: 8_000n });
  await expect(twice('demand', demand)).rejects.toThrow('entity A');
  const receipt = { recovery: recovery?.id, id: 'bank-1', fen: 3_000n, document: '回单', by: 'li' };
  expect(await twice('receive', receipt)).toMatchObject({
    isNew: true,
    recovery: { outstandingFen: 5_000n },
  });
  expect(await twice('receive', receipt)).toMatchObject({ isNew: false });
  const transfer = { id: 'bank-2', amountFen: 1_000n, document: '回单', by: 'li' };
  await twice('receiveTransfer', { ...transfer, parts: [{ recovery: recovery?.id, fen: 1_000n }] });
  const writeOff = { recovery: recovery?.id, document: '核销字1号', by: 'chen' };
  expect(await twice('writeOff', writeOff)).toMatchObject({ isNew: true, recovery: { outstandingFen: 0n } });
  for (const written of await writtenWithAnswers()) expect(written).toContain('commands');
});

it('a run, a budget and an account move once, and each answer is in the transaction of its change', async () => {
  const [programme] = programmes;
  const year = new Date().getFullYear();
  const budget = { fiscalYear: year, programme: programme?.id, document: '预算字1号', by: 'treasury' };
  await twice('appropriate', { ...budget, appropriatedFen: 50_000n });
  await process.consume(due('B', 'sharing', 100n, 1n));
  const account = {
    accountName: 'B 公司',
    accountNo: '6222020200112233445',
    bankName: '示例银行',
    bankCode: '102100099996',
  };
  const propose = {
    entity: 'B',
    by: 'ann',
    because: '函',
    act: { $case: 'propose', value: account },
    sharedBecause: '',
  };
  const proposed = await twice<disbursementV1.ChangePayeeResponse>('changePayee', propose);
  expect(proposed).toMatchObject({ isNew: true });
  const run = { id: 'R-1', title: '一批', programme: programme?.id, groups: [], years: [], smallestFen: 0n };
  const drafted = await twice<runsV1.DraftRunResponse>('draftRun', {
    ...run,
    by: 'ann',
    document: '拨付字1号',
  });
  expect(drafted).toMatchObject({ isNew: true, run: { id: 'R-1' } });
  await expect(
    twice('stepRun', { id: 'R-1', step: 'RUN_STEP_ISSUE', by: 'ann', document: 'd' }),
  ).rejects.toThrow();
  const written = await writtenWithAnswers();
  expect(written.map((names) => names.filter((name) => name !== 'commands').sort()[0])).toEqual([
    'budgets',
    'accountNumbers',
    'runs',
  ]);
});

it('of twenty at the same instant, to two processes, one releases', async () => {
  await process.consume(due('A', 'sharing', 10_000n, 1n));
  await process.ask('recordStatus', {
    id: ORDER,
    state: 'ORDER_STATE_REJECTED',
    reason: '',
    reference: '',
    by: '',
  });
  const key = { key: 'Key1/at-once', hash: createHash('sha256').update('at once').digest('hex') };
  const other = await openProcess(parts, { programmes });
  const request = { id: ORDER, by: 'ann', reason: '已更正' };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? process : other).ask('releaseOrder', request, key),
    ),
  );
  expect(answers[0]).toMatchObject({ replacement: { replaces: ORDER } });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await parts.database.collection('orders').countDocuments()).toBe(2);
});
