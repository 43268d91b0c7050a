import type { OutboxMessage, PublishedMessage } from '@duixian/messaging';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { disbursementV1 } from '@duixian/proto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { readOrdering } from '../unit-of-work/stored-ordering.ts';
import { suspendWhereOlder } from './detect-stale-restore.ts';
import { KeepPublished } from './keep-published.ts';

const ISSUED = 'duixian.orders.issued';
const SETTLED = 'duixian.orders.settled';
const DAY_MS = 86_400_000;
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
/** The newest message of each subject, as NATS keeps it. */
const newest = new Map<string, PublishedMessage>();
const published: OutboxMessage[] = [];

beforeAll(async () => {
  servers = await openServersForTests('keep-published-test');
});

beforeEach(async () => {
  newest.clear();
  published.length = 0;
  parts = await servers.open();
  process = await openProcess(parts);
});

afterEach(() => parts.close());
afterAll(() => servers.close());

function keep(subject: string, payload: Uint8Array, ageMs: number, isProven = true): void {
  newest.set(subject, { payload, place: `${newest.size}`, at: new Date(Date.now() - ageMs), isProven });
}

const lastPublished = async (subject: string) => newest.get(subject);

async function run(): Promise<string[]> {
  published.length = 0;
  const publish = async (messages: readonly OutboxMessage[]) => {
    published.push(...messages);
    for (const { subject, payload } of messages) keep(subject, payload, 0);
  };
  await new KeepPublished(process.collections, lastPublished, publish, servers.log).run();
  return published.map(({ subject, about }) => `${subject} ${about}`);
}

function payloadOf(message: OutboxMessage | undefined): Uint8Array {
  if (!message) throw new Error('a message was published');
  return message.payload;
}

async function suspendedAtStart(): Promise<string | null> {
  await suspendWhereOlder(process.collections, lastPublished, servers.log, {
    asksForProofs: true,
    mustHold: true,
  });
  return (await readOrdering(process.collections)).suspended?.because ?? null;
}

async function ordered(): Promise<void> {
  await process.consume(due('A', 'sharing', 100n, 1n), due('B', 'sharing', 100n, 1n));
  await process.intake.record('A-2019-sharing-1', { status: 'paid', reason: '' });
}

it('publishes nothing while nothing was ordered, and a start without any order is no doubt', async () => {
  expect(await run()).toEqual([]);
  expect(await suspendedAtStart()).toBe(null);
});

it('publishes the newest order where the streams hold none', async () => {
  await ordered();
  expect(await run()).toEqual([`${ISSUED} B-2019-sharing-1`]);
  expect(await run()).toEqual([]);
});

it('publishes what a subject held last once more after a day, as it is by now', async () => {
  await ordered();
  await run();
  const issued = payloadOf(published[0]);
  keep(ISSUED, issued, DAY_MS / 2);
  expect(await run()).toEqual([]);
  keep(ISSUED, issued, 2 * DAY_MS);
  await process.intake.record('B-2019-sharing-1', { status: 'paid', reason: '' });
  expect(await run()).toEqual([`${ISSUED} B-2019-sharing-1`]);
  const { order } = disbursementV1.OrderChanged.decode(payloadOf(published[0]));
  expect(order).toMatchObject({ id: 'B-2019-sharing-1', state: 'ORDER_STATE_PAID' });
  expect(published[0]).toMatchObject({ type: 'duixian.order.issued.v1' });
});

it('leaves what shows that the database is older, and what somebody else put there', async () => {
  await ordered();
  await run();
  const payload = payloadOf(published[0]);
  const { order } = disbursementV1.OrderChanged.decode(payload);
  if (!order) throw new Error('it contains one');
  const later = { ...order, revision: order.revision + 1n };
  const absent = { ...order, id: 'C-2019-sharing-1' };
  keep(ISSUED, disbursementV1.OrderChanged.encode({ order: later }).finish(), 2 * DAY_MS);
  keep(SETTLED, disbursementV1.OrderChanged.encode({ order: absent }).finish(), 2 * DAY_MS);
  keep('duixian.orders.changed', payload, 2 * DAY_MS, false);
  expect(await run()).toEqual([]);
  expect(await suspendedAtStart()).toContain('here is only its change');
});

it('suspends ordering at a start where the streams hold none any more, and once', async () => {
  await ordered();
  newest.clear();
  expect(await suspendedAtStart()).toBe(null);
  await run();
  newest.clear();
  expect(await suspendedAtStart()).toContain('the streams hold no order any more');
  await run();
  await process.collections.sequences.updateOne({ _id: 'orders' }, { $unset: { suspended: '' } });
  expect(await suspendedAtStart()).toBe(null);
});
