import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import type { disbursementV1 } from '@duixian/proto';
import { connectDatabase, type Database } from '@duixian/runtime';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listPayables } from './entitlements/list-payables.ts';
import { newLedger, payableOf } from './ledger/domain/ledger.ts';
import { listMovements } from './ledger/list-journal-entries.ts';
import type { Order, OrderState } from './orders/domain/order.ts';
import { newOrder } from './orders/domain/order.ts';
import { listOrders, ofEntityQueries } from './orders/list-orders.ts';
import { DEFAULT_PROGRAMME } from './programmes/domain/programme.ts';
import { type Collections, openCollections } from './unit-of-work/collections.ts';

const ENTITY = '91410100170051134L';
const OTHER = '91410100556930377C';
const HEAVY = '91410100TEX000002M';
const NOW = new Date('2026-03-02T00:00:00Z');
let servers: TestInfrastructure;
let database: Database;
let collections: Collections;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_disbursement');
  collections = await openCollections(database);
  const straightThrough = `${ENTITY}-2019-sharing-1`;
  await insert([
    order(straightThrough, ENTITY, '', 'paid'),
    order(`DEMO-1-${ENTITY}`, ENTITY, 'DEMO-1', 'sent'),
    order(`DEMO-1-${OTHER}`, OTHER, 'DEMO-1', 'rejected'),
    // A run id can equal a USCC, or the beginning of an order's id.
    order(`${ENTITY}-${OTHER}`, OTHER, ENTITY, 'sent'),
    order(`${ENTITY}-2019-${OTHER}`, OTHER, `${ENTITY}-2019`, 'sent'),
    order(`${OTHER}-${ENTITY}`, ENTITY, OTHER, 'refused-by-treasury'),
    order(`${ENTITY}-2019-sharing-2`, ENTITY, '', 'rejected'),
  ]);
});

afterAll(async () => {
  await database.client.close();
  await servers.stop();
});

describe('the orders of an entity', () => {
  it("are those of runs too, and nobody else's, in the order of issue", async () => {
    expect(await idsOf({ entity: ENTITY })).toEqual([
      `${ENTITY}-2019-sharing-1`,
      `DEMO-1-${ENTITY}`,
      `${OTHER}-${ENTITY}`,
      `${ENTITY}-2019-sharing-2`,
    ]);
    expect(await idsOf({ entity: OTHER })).toEqual([
      `DEMO-1-${OTHER}`,
      `${ENTITY}-${OTHER}`,
      `${ENTITY}-2019-${OTHER}`,
    ]);
    expect(await idsOf({ entity: 'DEMO-1' })).toEqual([]);
  });

  it('go on after a cursor, and can be those in a state', async () => {
    const first = await list({ entity: ENTITY, limit: 2 });
    expect(first).toMatchObject({ next: '2', hasMore: true });
    expect(await idsOf({ entity: ENTITY, after: first.next })).toEqual([
      `${OTHER}-${ENTITY}`,
      `${ENTITY}-2019-sharing-2`,
    ]);
    expect(await idsOf({ entity: ENTITY, state: 'ORDER_STATE_REJECTED' })).toEqual([
      `${ENTITY}-2019-sharing-2`,
    ]);
  });

  it('are looked up in indexes, however many others there are', async () => {
    for (const { filter, hint } of ofEntityQueries(ENTITY)) {
      const explained = await collections.orders.find(filter, { hint }).explain('executionStats');
      expect(explained['executionStats'].totalDocsExamined).toBeLessThanOrEqual(4);
    }
  });
});

describe('the list of all orders', () => {
  it('says whether there is more, and keeps a cursor that can be used later', async () => {
    expect(await list({ limit: 6 })).toMatchObject({ next: '6', hasMore: true });
    expect(await list({ after: '6' })).toMatchObject({ next: '7', hasMore: false });
    expect(await list({ after: '7' })).toMatchObject({ orders: [], next: '7', hasMore: false });
  });

  it.each([
    ['ORDER_STATE_REJECTED', [`DEMO-1-${OTHER}`, `${ENTITY}-2019-sharing-2`]],
    ['ORDER_STATE_REFUSED_BY_TREASURY', [`${OTHER}-${ENTITY}`]],
    ['ORDER_STATE_PAID', [`${ENTITY}-2019-sharing-1`]],
    ['ORDER_STATE_ISSUED', []],
  ] as const)('can be those that are %s', async (state, ids) => {
    expect(await idsOf({ state })).toEqual(ids);
  });

  it('reads a stretch at a time of a state that is rare among many', async () => {
    await collections.orders.insertOne(document(order(`far-1`, 'far', '', 'accepted'), 100_000n));
    const first = await list({ state: 'ORDER_STATE_ACCEPTED' });
    expect(first).toMatchObject({ orders: [], hasMore: true });
    let page = first;
    while (page.hasMore && page.orders.length === 0)
      page = await list({ state: 'ORDER_STATE_ACCEPTED', after: page.next });
    expect(page.orders.map(({ id }) => id)).toEqual(['far-1']);
    await collections.orders.deleteOne({ _id: 'far-1' });
  });

  it.each(['x', '1e3', '-1', ' 1', '0x1', '١', '1\u0000', '9'.repeat(19)])(
    'refuses the cursor %j',
    async (after) => {
      await expect(list({ after })).rejects.toThrow('not a cursor of this list');
    },
  );
});

describe('a page', () => {
  const reason = '退'.repeat(1_000);
  const heavy = (index: number) => {
    const statuses = Array.from({ length: 100 }, () => ({ status: 'accepted' as const, reason, at: NOW }));
    const one = { ...order(`HEAVY-${index}-${HEAVY}`, HEAVY, `HEAVY-${index}`, 'accepted'), statuses };
    return document(one, BigInt(1_000 + index));
  };

  it('of large orders ends by bytes, and nothing is skipped', async () => {
    await collections.orders.insertMany(Array.from({ length: 60 }, (_, index) => heavy(index)));
    for (const asked of [{ entity: HEAVY }, { after: '999' }, { state: 'ORDER_STATE_ACCEPTED' as const }]) {
      const seen: string[] = [];
      let page = await list({ ...asked, limit: 1_000 });
      expect(page).toMatchObject({ hasMore: true });
      expect(page.orders.length).toBeGreaterThan(1);
      for (; page.hasMore; page = await list({ ...asked, limit: 1_000, after: page.next }))
        seen.push(...page.orders.map(({ id }) => id));
      seen.push(...page.orders.map(({ id }) => id));
      expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `HEAVY-${index}-${HEAVY}`));
    }
    await collections.orders.deleteMany({ entity: HEAVY });
  });
});

describe('a page of payables', () => {
  it('ends by bytes too, of what is listed and not of where it lies', async () => {
    const ledger = newLedger(HEAVY);
    for (let year = 2000; year < 2100; year += 1)
      Object.assign(payableOf(ledger, year, 'sharing'), { entitledFen: 1n, replaces: 'x'.repeat(20_000) });
    const { uscc, ...document } = ledger;
    await collections.ledgers.insertOne({ _id: uscc, ...document, version: 1, schemaVersion: 2 });
    const terms = { programmes: [DEFAULT_PROGRAMME], settleForMs: 0, needsPayee: false };
    const years: number[] = [];
    let pages = 0;
    for (let after = ''; pages === 0 || after !== ''; pages += 1) {
      const page = await listPayables(collections, terms, { entity: '', after, limit: 1_000 });
      years.push(...page.payables.map(({ year }) => year));
      after = page.next;
    }
    expect(years).toEqual(Array.from({ length: 100 }, (_, at) => 2000 + at));
    expect(pages).toBe(2);
    await collections.ledgers.deleteOne({ _id: HEAVY });
  });
});

describe('the movements of an entity', () => {
  const move = (uscc: string, version: number) => ({
    _id: `${uscc}:${String(version).padStart(10, '0')}`,
    at: NOW,
    entries: [{ cause: { kind: 'entitlement' as const, accountVersion: BigInt(version) }, lines: [] }],
  });
  const journalEntries = (after: string, limit = 2) =>
    listMovements(collections, { entity: ENTITY, after, limit });

  beforeAll(async () => {
    const { uscc: _id, ...rest } = newLedger(ENTITY);
    await collections.ledgers.insertOne({ _id, ...rest, version: 1, members: [OTHER], schemaVersion: 2 });
    const branch = { ...newLedger(OTHER), entity: ENTITY, claimedBy: [ENTITY] };
    const { uscc: _branch, ...own } = branch;
    await collections.ledgers.insertOne({ _id: OTHER, ...own, version: 1, schemaVersion: 2 });
    await collections.entries.insertMany([1, 2].flatMap((at) => [move(ENTITY, at), move(OTHER, at)]));
  });

  it('go on from page to page while others arrive', async () => {
    const first = await journalEntries('');
    expect(first.movements.map(({ uscc, id }) => [uscc, id])).toEqual([
      [ENTITY, '1'],
      [ENTITY, '2'],
    ]);
    await collections.entries.insertOne(move(OTHER, 3));
    const second = await journalEntries(first.next, 3);
    expect(second.movements.map(({ uscc, id }) => [uscc, id])).toEqual([
      [OTHER, '1'],
      [OTHER, '2'],
      [OTHER, '3'],
    ]);
    expect(second.next).toBe('');
  });

  it.each(['x', ENTITY, `${ENTITY}:1`, `${ENTITY}:000000000x`, `${ENTITY}:0000000001\n`, '{"$gt":""}'])(
    'refuses the cursor %j',
    async (after) => {
      await expect(journalEntries(after)).rejects.toThrow('not a cursor of this list');
    },
  );
});

async function idsOf(request: Partial<disbursementV1.ListOrdersRequest>): Promise<string[]> {
  return (await list(request)).orders.map(({ id }) => id);
}

function list(request: Partial<disbursementV1.ListOrdersRequest>) {
  const all = { entity: '', after: '', limit: 0, state: 'ORDER_STATE_UNSPECIFIED' as const };
  return listOrders(collections, { ...all, ...request });
}

async function insert(orders: readonly Order[]): Promise<void> {
  await collections.orders.insertMany(orders.map((one, index) => document(one, BigInt(index + 1))));
}

function document({ id, ...rest }: Order, sequence: bigint) {
  return { _id: id, ...rest, version: 1, shape: 2, sequence, attempts: 0, nextAttemptAt: NOW };
}

function order(id: string, uscc: string, run: string, state: OrderState): Order {
  const lines = [{ year: 2019, group: 'sharing', fen: 1n }];
  const request = {
    id,
    fiscalYear: 2026,
    uscc,
    name: uscc,
    payee: null,
    lines,
    remark: '',
    run,
    replaces: '',
  };
  return { ...newOrder(request, DEFAULT_PROGRAMME, { now: NOW }), state };
}
