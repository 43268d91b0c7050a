import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { feedV1 } from '@duixian/proto';
import { rpcStatus as status } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Running, refused, startProcess } from '../partners-for-tests.ts';
import { openCollections } from '../store/collections.ts';
import { announce } from './expiring-keys.ts';
import { feedCollections } from './feed-documents.ts';
import { FeedLog } from './feed-log.ts';
import { deleteOldEvents } from './keep-feed.ts';
import { consumedBy, ENTITY, entitlementsMessage, orderMessage } from './messages-for-tests.ts';

const BRANCH = '91410100EXAMPLE045';
const READER: feedV1.FeedReader = { person: 'robot', all: false, treasury: false, usccs: [] };
const OFFICER = { ...READER, all: true };

let servers: ServersForTests;
let running: Running;

beforeAll(async () => {
  servers = await openServersForTests('feed');
});
afterAll(() => servers.close());
beforeEach(async () => {
  await running?.close();
  running = await startProcess(servers);
});
afterAll(() => running.close());

const orders = (...messages: unknown[]) => consumedBy(running.service, 'partners-orders', ...messages);
const entitlements = (...messages: unknown[]) =>
  consumedBy(running.service, 'partners-entitlements', ...messages);

async function read(reader = OFFICER, changed: Partial<feedV1.ReadFeedRequest> = {}) {
  const { feed } = running.clients;
  const answer = await feed.readFeed({ reader, after: '', types: [], limit: 0, ...changed });
  const events = answer.events.map(({ eventJson }) => JSON.parse(eventJson.toString()));
  return { ...answer, events, types: events.map(({ type }) => type.slice('duixian.'.length, -3)) };
}

describe('what is published', () => {
  it('is one event for each change of an order, however often and in whatever order it comes', async () => {
    expect(await orders(orderMessage('A', 2), orderMessage('A', 1), orderMessage('A', 2))).toEqual([
      'done',
      'duplicate',
      'duplicate',
    ]);
    expect(await orders(orderMessage('A', 2))).toEqual(['duplicate']);
    expect(await orders(orderMessage('A', 3, { state: 'ORDER_STATE_PAID' }), orderMessage('B', 1))).toEqual([
      'done',
      'done',
    ]);
    const { events, types, hasMore } = await read();
    expect(types).toEqual(['order.issued', 'order.paid', 'order.issued']);
    expect(events.map(({ sequence }) => Number(sequence))).toEqual([1, 2, 3]);
    expect(events[1]).toMatchObject({
      ...{
        specversion: '1.0',
        source: 'urn:duixian:disbursement',
        subject: 'A',
        time: '2026-03-02T07:00:00Z',
      },
      data: { version: 3, id: 'A', state: 'paid', amountFen: 100, payeeAccountNo: '…1234' },
    });
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
    expect(hasMore).toBe(false);
  });

  it('is one event for each change of an entitlement, with the whole of it', async () => {
    expect(await entitlements(entitlementsMessage(1, 5n), entitlementsMessage(1, 5n))).toEqual([
      'done',
      'duplicate',
    ]);
    expect(await entitlements(entitlementsMessage(2, 5n, [BRANCH]), entitlementsMessage(3, 7n))).toEqual([
      'duplicate',
      'done',
    ]);
    const { events, types } = await read();
    expect(types).toEqual(['entitlement.changed', 'entitlement.changed']);
    expect(events[1].data).toEqual({
      ...{ version: expect.any(Number), entity: ENTITY, name: '示例', holds: [] },
      accounts: [{ year: 2019, group: 'international', claimedFen: 0, entitledFen: 7 }],
    });
    expect(events[1].data.version).toBeGreaterThan(events[0].data.version);
  });

  it('is never seen out of order or with a gap, whoever writes it at the same instant', async () => {
    const seen: number[] = [];
    const all = Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 2 === 0
          ? orders(orderMessage(`A${at}`, 1), orderMessage(`B${at}`, 1))
          : entitlements(entitlementsMessage(at, BigInt(at))),
      ),
    );
    const watch = async () => {
      const { events, cursor } = await read(OFFICER, { after: place });
      seen.push(...events.map(({ sequence }) => Number(sequence)));
      place = cursor;
    };
    let place = '';
    let isOver = false;
    void all.finally(() => {
      isOver = true;
    });
    while (!isOver) await watch();
    await watch();
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    expect(seen.length).toBeGreaterThanOrEqual(13);
  });
});

describe('a reader', () => {
  beforeEach(async () => {
    await orders(orderMessage('A', 1), orderMessage('B', 1, { entity: BRANCH, payeeUscc: BRANCH }));
    await entitlements(entitlementsMessage(1, 5n, ['91410100EXAMPLE053']));
  });

  it.each<[string, Partial<feedV1.FeedReader>, string[]]>([
    ['an officer sees everything', { all: true }, ['A', 'B', ENTITY]],
    ['the treasury sees orders', { treasury: true }, ['A', 'B']],
    ['an entity sees its own', { usccs: [ENTITY] }, ['A', ENTITY]],
    ['a branch sees what its entity sees', { usccs: ['91410100EXAMPLE053'] }, ['A', ENTITY]],
    ['others see nothing of it', { usccs: ['91410100EXAMPLE061'] }, []],
  ])('%s', async (_, reader, subjects) => {
    const { events } = await read({ ...READER, ...reader });
    expect(events.map(({ subject }) => subject)).toEqual(subjects);
  });

  it('sees a whole account number only for the treasury', async () => {
    const numbers = async (reader: Partial<feedV1.FeedReader>) =>
      (await read({ ...READER, ...reader })).events[0].data.payeeAccountNo;
    expect(await numbers({ treasury: true })).toBe('6222021702000001234');
    expect(await numbers({ all: true })).toBe('…1234');
  });

  it('reads by pages and types, and goes on from a cursor', async () => {
    const one = await read(OFFICER, { limit: 2 });
    expect([one.types.length, one.hasMore]).toEqual([2, true]);
    const two = await read(OFFICER, { after: one.cursor });
    expect([two.types, two.hasMore]).toEqual([['entitlement.changed'], false]);
    const { types } = await read(OFFICER, { types: ['duixian.entitlement.changed.v1'] });
    expect(types).toEqual(['entitlement.changed']);
    const now = await read(OFFICER, { after: 'now' });
    expect([now.types, now.cursor]).toEqual([[], two.cursor]);
    await orders(orderMessage('A', 2));
    expect((await read(OFFICER, { after: now.cursor })).events[0].data.version).toBe(2);
  });

  it('is answered how to begin again where its cursor is too old, and that others are none', async () => {
    const { database } = running.parts;
    const collections = feedCollections(database);
    const { cursor } = await read(OFFICER, { limit: 1 });
    const first = (await read()).events[0];
    const later = new Date(Date.now() + LIMITS.feedKeptMs.most + 60_000);
    expect(await deleteOldEvents(database, collections, new Date())).toBe(0);
    expect(await deleteOldEvents(database, collections, later)).toBe(3);
    await expect(read(OFFICER, { after: cursor })).rejects.toEqual(refused(status.OUT_OF_RANGE, /after=now/));
    expect(first.subject).toBe('A');
    expect((await read()).types).toEqual([]);
    await expect(read(OFFICER, { after: 'x' })).rejects.toEqual(
      refused(status.INVALID_ARGUMENT, /after: it must/),
    );
  });
});

it('announces keys that end, each time once and to their holders', async () => {
  const { database } = running.parts;
  const registry = await openCollections(database);
  const collections = feedCollections(database);
  const given = { database, registry, collections, log: await FeedLog.open(collections, registry.clock) };
  expect(await announce(given)).toBe(0);
  const expiresAt = new Date(Date.now() + 20 * 86_400_000);
  await registry.keys.updateOne({ person: 'li' }, { $set: { expiresAt } });
  expect([await announce(given), await announce(given)]).toEqual([1, 0]);
  const { events } = await read({ ...READER, person: 'li' });
  expect(events).toMatchObject([
    { type: 'duixian.credential.expiring.v1', data: { version: 1, person: 'li', days: 30 } },
  ]);
  expect((await read(READER)).events).toEqual([]);
});
