import { disbursementV1 } from '@duixian/proto';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/runtime/servers-for-tests';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveOrder } from '../grpc/resolve-order.ts';
import { readOrdering } from '../store/ordering.ts';
import { due, openProcess } from './process-for-tests.ts';
import { suspendWhereOlder } from './said-before.ts';

const ID = 'A-2019-sharing-1';
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
/** The newest message of each subject, as NATS keeps it. */
const newest = new Map<string, disbursementV1.Order>();

beforeAll(async () => {
  servers = await openServersForTests('said-before-test');
});

beforeEach(async () => {
  newest.clear();
  parts = await servers.open();
  const { relay } = parts;
  const published = relay.publish.bind(relay);
  relay.publish = (batch) => {
    for (const { subject, payload } of batch.flatMap(({ messages }) => messages)) {
      const { order } = disbursementV1.OrderChanged.decode(payload.buffer);
      if (order) newest.set(subject, order);
    }
    return published(batch);
  };
  process = await openProcess(parts);
  await process.hear(due('A', 'sharing', 100n, 1n));
});

afterEach(async () => {
  await parts.close();
});

afterAll(() => servers.close());

const CONTRADICTIONS = [
  [['rejected', 'paid'], 'PAID'],
  [['rejected', 'paid'], 'REJECTED'],
  [['rejected', 'paid'], 'RETURNED'],
  [['paid', 'rejected'], 'REJECTED'],
  [['paid', 'rejected'], 'PAID'],
  [['paid', 'returned', 'rejected'], 'PAID'],
  [['paid', 'returned', 'rejected'], 'REJECTED'],
  [['refused-by-treasury', 'accepted', 'paid'], 'PAID'],
  [['conflict'], 'REJECTED'],
] as const;

describe.each([
  ['with numbers', true],
  ['from before there were numbers', false],
])('messages %s', (_, hasNumbers) => {
  it.each(CONTRADICTIONS)('%j resolved as %s suspends nothing at the next start', async (statuses, truth) => {
    for (const status of statuses) await process.intake.record(ID, { status, reason: '' });
    await resolveAs(truth);
    expect(await suspendedAtStart(hasNumbers)).toBe(null);
  });

  it.each([[['paid']], [['rejected']], [['paid', 'returned']]] as const)(
    'of %j that a restored database does not know suspend ordering',
    async (statuses) => {
      const backup = await process.collections.orders.find().toArray();
      await new Promise((resolve) => setTimeout(resolve, 5));
      for (const status of statuses) await process.intake.record(ID, { status, reason: '' });
      await process.collections.orders.deleteMany({});
      await process.collections.orders.insertMany(backup);
      expect(await suspendedAtStart(hasNumbers)).toContain(ID);
    },
  );
});

it('a resolution that a restored database does not know suspends ordering', async () => {
  for (const status of ['rejected', 'paid'] as const) await process.intake.record(ID, { status, reason: '' });
  const backup = await process.collections.orders.find().toArray();
  await resolveAs('PAID');
  await process.collections.orders.deleteMany({});
  await process.collections.orders.insertMany(backup);
  expect(await suspendedAtStart(true)).toContain('here is only its change 3 of 4');
});

async function resolveAs(truth: 'PAID' | 'REJECTED' | 'RETURNED'): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const state = `ORDER_STATE_${truth}` as const;
  const request = { id: ID, state, by: 'chen', document: 'a letter' };
  await resolveOrder(process.collections, process.decider, request);
}

async function suspendedAtStart(hasNumbers: boolean): Promise<string | null> {
  const lastSaid = async (subject: string) => {
    const order = newest.get(subject);
    if (!order) return undefined;
    const said = hasNumbers ? order : { ...order, revision: 0n };
    return disbursementV1.OrderChanged.encode({ order: said }).finish();
  };
  await suspendWhereOlder(process.collections, lastSaid, servers.log);
  return (await readOrdering(process.collections)).suspended?.because ?? null;
}
