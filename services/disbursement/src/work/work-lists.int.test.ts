import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import type { workV1 } from '@duixian/proto';
import { connectDatabase, type Database } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newLedger, payableOf } from '../ledger/domain/ledger.ts';
import { newOrder, type Order, type OrderState } from '../orders/domain/order.ts';
import { listOrders } from '../orders/list-orders.ts';
import { WAITING_ORDERS } from '../orders/waiting-orders.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { type Collections, openCollections } from '../unit-of-work/collections.ts';
import { workService } from './work-service.ts';

const ENTITY = '91410100170051134L';
const BRANCH = '91410100556930377C';
const PAID = '91410100719182239A';
const DAY_MS = 24 * 3_600_000;
const NOW = new Date('2026-03-02T00:00:00Z');
const RELEASE = { by: '李', reason: 'so', at: NOW };
let servers: TestInfrastructure;
let database: Database;
let collections: Collections;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_disbursement');
  collections = await openCollections(database);
  const part = { reference: 'TK-1', fen: 1n, lines: [], reason: '', at: NOW };
  await insert([
    ...Array.from({ length: 40 }, (_, at) => order(`PAID-${at}`, 'paid')),
    { ...order('H-1', 'rejected'), contradiction: 'paid after rejected' },
    { ...order('H-2', 'sent'), contradiction: 'paid and rejected' },
    { ...order('R-1', 'rejected'), treasuryReason: '账号有误', updatedAt: new Date('2026-03-04T00:00:00Z') },
    { ...order('R-2', 'rejected'), release: RELEASE },
    order('T-1', 'returned'),
    {
      ...order('T-2', 'paid'),
      returns: [
        { ...part, release: RELEASE },
        { ...part, release: null },
      ],
    },
    { ...order('T-3', 'paid'), returns: [{ ...part, release: RELEASE }] },
    order('F-1', 'refused-by-treasury'),
    { ...order('F-2', 'refused-by-treasury'), release: RELEASE },
    order('U-1', 'issued'),
    order('U-2', 'sent'),
    order('U-3', 'accepted'),
  ]);
});

afterAll(async () => {
  await database.client.close();
  await servers.stop();
});

describe('orders that wait', () => {
  const LISTS = [
    ['HELD', 'held', ['H-1', 'H-2']],
    ['REJECTED', 'rejected', ['R-1']],
    ['RETURNED', 'returned', ['T-1', 'T-2']],
    ['REFUSED', 'refused', ['F-1']],
    ['UNPAID', 'unpaid', ['U-1', 'U-2', 'U-3']],
  ] as const;

  it.each(LISTS)('are %s, by page, each in one list alone', async (name, _waits, ids) => {
    expect(await idsOf(`WORK_LIST_${name}_ORDERS`)).toEqual(ids);
    expect(await idsOf(`WORK_LIST_${name}_ORDERS`, 1)).toEqual(ids);
    const asked = { entity: '', after: '', limit: 100, state: 'ORDER_STATE_UNSPECIFIED' as const };
    const found = await listOrders(collections, { ...asked, waits: `ORDER_WAITS_${name}` });
    expect(found.orders.map(({ id }) => id)).toEqual(ids);
    const own = await listOrders(collections, { ...asked, entity: ENTITY, waits: `ORDER_WAITS_${name}` });
    expect(own.orders.map(({ id }) => id)).toEqual(ids);
    const others = await listOrders(collections, { ...asked, entity: PAID, waits: `ORDER_WAITS_${name}` });
    expect(others.orders).toEqual([]);
  });

  it.each(LISTS)(
    'that are %s are found and counted without reading what does not wait',
    async (_, waits, ids) => {
      let read = 0;
      for (const { filter, hint } of WAITING_ORDERS[waits]) {
        const explained = await collections.orders
          .find({ ...filter, sequence: { $gt: 0n } }, { hint })
          .sort({ sequence: 1 })
          .explain('executionStats');
        read += explained['executionStats'].totalDocsExamined;
        expect(JSON.stringify(explained['queryPlanner'].winningPlan)).not.toContain('"SORT"');
      }
      // An order that is both held and rejected is read in both indexes.
      expect(read).toBeLessThanOrEqual(ids.length + 1);
    },
  );

  it('say how many they are, which waits longest, since when and why', async () => {
    expect(await sumOf('WORK_LIST_REJECTED_ORDERS')).toEqual({
      list: 'WORK_LIST_REJECTED_ORDERS',
      count: 1n,
      isAtLeast: false,
      oldest: {
        ...{ id: 'R-1', entity: ENTITY, name: ENTITY, amountFen: 1n },
        ...{ since: '2026-03-04T00:00:00.000Z', why: '账号有误' },
      },
    });
    expect(await sumOf('WORK_LIST_RETURNED_ORDERS')).toMatchObject({ count: 2n, oldest: { id: 'T-1' } });
    expect(await sumOf('WORK_LIST_UNPAID_ORDERS')).toMatchObject({ count: 3n, oldest: { why: 'issued' } });
  });
});

describe('entities without a confirmed account', () => {
  beforeAll(async () => {
    await ledger(ENTITY, { openFen: 500n });
    await ledger(BRANCH, { openFen: 700n, entity: ENTITY });
    await ledger(PAID, { openFen: 900n, account: true });
    // A branch whose entity has an account, and a USCC with nothing open.
    await ledger('91410100TEX000002M', { openFen: 100n, entity: PAID });
    await ledger('91410100TEX000001P', { openFen: 0n });
  });

  it('are those to whom something is open, also under the number of a branch', async () => {
    const items = await all('WORK_LIST_WITHOUT_ACCOUNT', 1);
    expect(items.map(({ id, entity, amountFen }) => [id, entity, amountFen])).toEqual([
      [ENTITY, ENTITY, 500n],
      [BRANCH, ENTITY, 700n],
    ]);
    expect(await sumOf('WORK_LIST_WITHOUT_ACCOUNT')).toMatchObject({ count: 2n, isAtLeast: false });
  });

  it('are nobody where no account is asked for', async () => {
    const page = await call('listWork', { list: 'WORK_LIST_WITHOUT_ACCOUNT', after: '', limit: 9 }, false);
    expect(page).toEqual({ items: [], next: '' });
  });

  it('are read a stretch at a time where most have nothing open', async () => {
    const { uscc: _, ...closed } = newLedger('x');
    payableOf({ uscc: 'x', ...closed }, 2019, 'sharing');
    const many = Array.from({ length: LIMITS.ledgersReadAPage.most }, (_one, at) => ({
      ...{ _id: `A${String(at).padStart(17, '0')}`, ...closed, version: 1, schemaVersion: 2 },
      entity: `A${String(at).padStart(17, '0')}`,
    }));
    await collections.ledgers.insertMany(many);
    const stretch = await call('listWork', { list: 'WORK_LIST_WITHOUT_ACCOUNT', after: '', limit: 9 });
    expect(stretch).toMatchObject({ next: expect.stringMatching(/^[9A]/) });
    expect((await all('WORK_LIST_WITHOUT_ACCOUNT', 9)).map(({ id }) => id)).toEqual([ENTITY, BRANCH]);
    expect(await sumOf('WORK_LIST_WITHOUT_ACCOUNT')).toMatchObject({ isAtLeast: true });
    await collections.ledgers.deleteMany({ _id: /^A0/ });
  });
});

describe('undecided objections', () => {
  const act = { by: '王', at: NOW, document: '来函' };
  const open = { ...act, reason: '不是我司合同', outcome: null };
  const decided = { ...open, outcome: { ...act, upheld: true, reason: 'so' } };

  beforeAll(async () => {
    await run('R1', 'published', 1);
    await run('R2', 'cancelled', 1);
    await run('R3', 'published', 1);
    await run('R4', 'published', 0);
    await line('R1', ENTITY, [decided, { ...open, at: new Date('2026-03-03T00:00:00Z') }]);
    await line('R1', BRANCH, [decided]);
    await line('R1', PAID, []);
    await line('R2', ENTITY, [open]);
    await line('R3', BRANCH, [open]);
    await line('R4', BRANCH, [decided]);
  });

  it('are listed run by run, but for runs that were cancelled', async () => {
    const items = await all('WORK_LIST_OBJECTIONS', 1);
    expect(items.map(({ id, why }) => [id, why])).toEqual([
      [`R1/${ENTITY}`, '不是我司合同'],
      [`R3/${BRANCH}`, '不是我司合同'],
    ]);
    const oldest = { id: `R3/${BRANCH}`, since: NOW.toISOString() };
    expect(await sumOf('WORK_LIST_OBJECTIONS')).toMatchObject({ count: 2n, oldest });
  });
});

describe('demands that fall due', () => {
  const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

  beforeAll(async () => {
    await demand(`${ENTITY}-D1`, 'demanded', day(10));
    await demand(`${ENTITY}-D2`, 'demanded', day(-10));
    await demand(`${ENTITY}-D3`, 'demanded', day(60));
    await demand(`${ENTITY}-D4`, 'settled', day(-20));
    await demand(`${BRANCH}-D1`, 'demanded', day(-10));
  });

  it('are those that are past or near, the earliest first', async () => {
    const ids = [`${ENTITY}-D2`, `${BRANCH}-D1`, `${ENTITY}-D1`];
    expect(await idsOf('WORK_LIST_DUE_DEMANDS', 1)).toEqual(ids);
    expect(await sumOf('WORK_LIST_DUE_DEMANDS')).toMatchObject({ count: 3n, oldest: { id: ids[0] } });
  });
});

it.each([
  ['WORK_LIST_HELD_ORDERS', 'x'],
  ['WORK_LIST_WITHOUT_ACCOUNT', ENTITY],
  ['WORK_LIST_OBJECTIONS', 'r1/x'],
  ['WORK_LIST_DUE_DEMANDS', '2026-3-2/x'],
] as const)('%s refuses a cursor of another list', async (list, after) => {
  await expect(call('listWork', { list, after, limit: 1 })).rejects.toMatchObject({
    details: expect.stringContaining('not a cursor of this list'),
  });
});

it('names a list that there is not', async () => {
  const asked = { list: 'WORK_LIST_UNSPECIFIED' as const, after: '', limit: 1 };
  await expect(call('listWork', asked)).rejects.toThrow('list: not a list of what waits');
});

/** Calls the service as the server would. */
function call(
  method: 'listWork',
  request: workV1.ListWorkRequest,
  needsPayee?: boolean,
): Promise<workV1.ListWorkResponse>;
function call(method: 'summariseWork', request: object): Promise<workV1.SummariseWorkResponse>;
function call(method: 'listWork' | 'summariseWork', request: object, needsPayee = true): Promise<unknown> {
  const { implementation } = workService(collections, { needsPayee });
  return new Promise((resolve, reject) => {
    const handler = implementation[method] as (...given: unknown[]) => void;
    handler({ request }, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
  });
}

async function all(list: workV1.WorkList, limit: number): Promise<workV1.WorkItem[]> {
  const items: workV1.WorkItem[] = [];
  for (let after = ''; ; ) {
    const page = await call('listWork', { list, after, limit });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.next === '') return items;
    after = page.next;
  }
}

async function idsOf(list: workV1.WorkList, limit = 100): Promise<string[]> {
  return (await all(list, limit)).map(({ id }) => id);
}

async function sumOf(list: workV1.WorkList) {
  const { lists } = await call('summariseWork', {});
  return lists.find((one) => one.list === list);
}

async function insert(orders: readonly Order[]): Promise<void> {
  const documents = orders.map(({ id, ...rest }, index) => ({
    ...{ _id: id, ...rest, version: 1, shape: 2, attempts: 0, nextAttemptAt: NOW, schemaVersion: 2 },
    sequence: BigInt(index + 1),
  }));
  await collections.orders.insertMany(documents);
}

function order(id: string, state: OrderState): Order {
  const request = {
    ...{
      id,
      fiscalYear: 2026,
      uscc: ENTITY,
      name: ENTITY,
      payee: null,
      remark: '',
      run: 'RUN',
      replaces: '',
    },
    lines: [{ year: 2019, group: 'sharing', fen: 1n }],
  };
  return { ...newOrder(request, DEFAULT_PROGRAMME, { now: NOW }), state };
}

async function ledger(
  uscc: string,
  { openFen, entity = uscc, account = false }: { openFen: bigint; entity?: string; account?: boolean },
): Promise<void> {
  const made = { ...newLedger(uscc), entity };
  payableOf(made, 2019, 'sharing').entitledFen = openFen;
  const payee = account
    ? { accountName: 'x', accountNo: '6', bankName: 'x', bankCode: '1', confirmedBy: '李' }
    : null;
  const { uscc: _id, ...rest } = { ...made, payee };
  await collections.ledgers.insertOne({ _id, ...rest, version: 1, schemaVersion: 2 } as never);
}

async function run(id: string, state: string, undecidedObjections: number): Promise<void> {
  await collections.runs.insertOne({ _id: id, version: 1, state, sums: { undecidedObjections } } as never);
}

async function line(of: string, entity: string, objections: readonly object[]): Promise<void> {
  const amounts = [{ year: 2019, group: 'sharing', fen: 5n }];
  await collections.runLines.insertOne({
    ...{ _id: `${of}/${entity}`, run: of, entity, name: entity, amounts, published: amounts, objections },
  } as never);
}

async function demand(id: string, state: string, dueOn: string): Promise<void> {
  const [entity] = id.split('-');
  await collections.recoveries.insertOne({
    ...{ _id: id, version: 1, entity, name: 'x', state, reason: 'so', dueOn, lines: [], notes: [] },
    ...{ demandedFen: 1n, receivedFen: 0n, writtenOffFen: 0n },
  } as never);
}
