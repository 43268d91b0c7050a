import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { disbursementV1 } from '@duixian/proto';
import type { LastPublished } from '@duixian/service';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { readOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { suspendWhereOlder } from './detect-stale-restore.ts';

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
  await process.consume(due('A', 'sharing', 100n, 1n));
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
  it.each(CONTRADICTIONS)(
    '%j resolved as %s suspends nothing at the next start',
    async (statuses, confirmedOutcome) => {
      for (const status of statuses) await process.intake.record(ID, { status, reason: '' });
      await resolveAs(confirmedOutcome);
      expect(await suspendedAtStart(hasNumbers)).toBe(null);
    },
  );

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

it('a restored database that is suspended already is suspended again, so that older statements do not count', async () => {
  const at = new Date('2026-03-01T02:00:00Z');
  const before = { by: 'chen', at, because: 'a doubt', since: '2026-03-01' };
  await suspendOrdering(process.collections, before);
  const backup = await process.collections.orders.find().toArray();
  await process.intake.record(ID, { status: 'paid', reason: '' });
  await process.collections.orders.deleteMany({});
  await process.collections.orders.insertMany(backup);
  expect(await suspendedAtStart(true)).toContain(ID);
  const { suspended } = await readOrdering(process.collections);
  expect(suspended).toMatchObject({ by: 'disbursement', since: '2026-03-01' });
  expect(suspended?.at.getTime()).toBeGreaterThan(at.getTime());
  await suspendedAtStart(true);
  expect((await readOrdering(process.collections)).suspended).toEqual(suspended);
});

it('who suspends what is suspended names an earlier day from which statements are required', async () => {
  const at = new Date('2026-03-09T02:00:00Z');
  await suspendOrdering(process.collections, { by: 'chen', at, because: 'a doubt', since: '2026-03-09' });
  for (const since of ['2026-03-07', '2026-03-08'])
    await suspendOrdering(process.collections, { by: 'li', at: new Date(), because: 'a restore', since });
  expect((await readOrdering(process.collections)).suspended).toMatchObject({
    ...{ by: 'chen', at, since: '2026-03-07' },
  });
});

describe('a newest message that disbursement did not prove', () => {
  const place = '7 of 2026-11-29T01:00:00Z';
  const forged = { payload: new TextEncoder().encode('{}'), place, isProven: false, at: new Date() };
  const start = async (published: Awaited<ReturnType<LastPublished>>) => {
    await suspendWhereOlder(
      process.collections,
      async (subject) => (subject.endsWith('.settled') ? published : undefined),
      servers.log,
      { asksForProofs: true, mustHold: true },
    );
    return (await readOrdering(process.collections)).suspended?.because ?? null;
  };
  const proven = async () => {
    const order = newest.get('duixian.orders.issued');
    if (!order) throw new Error('an order was issued');
    return {
      payload: disbursementV1.OrderChanged.encode({ order }).finish(),
      place: '6',
      isProven: true,
      at: new Date(),
    };
  };

  it('hides what was said, so ordering is suspended: once, and not again when it was resumed', async () => {
    expect(await start(undefined)).toBe(null);
    expect(await start(await proven())).toBe(null);
    expect(await start(forged)).toContain(
      'did not prove that it published the newest message on duixian.orders.settled',
    );
    await process.collections.sequences.updateOne({ _id: 'orders' }, { $unset: { suspended: '' } });
    expect(await start(forged)).toBe(null);
    expect(await start({ ...forged, place: '8' })).toContain('did not prove');
  });

  it('of the release before, which proved nothing, is compared as it was then', async () => {
    const { payload } = await proven();
    const before = { payload, place: '5', isProven: false, at: new Date() };
    expect(await start(before)).toBe(null);
    expect(await start(before)).toBe(null);
    await process.collections.sequences.updateOne({ _id: 'orders' }, { $unset: { doubted: '' } });
    await process.collections.orders.deleteMany({});
    expect(await start(before)).toContain('it is not here');
  });

  it('that is no order at all, at the first start that asks for proofs, keeps nobody from starting', async () => {
    expect(await start(forged)).toBe(null);
    expect(await start(forged)).toBe(null);
  });
});

async function resolveAs(confirmedOutcome: 'PAID' | 'REJECTED' | 'RETURNED'): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  const state = `ORDER_STATE_${confirmedOutcome}` as const;
  const request = { id: ID, state, by: 'chen', document: 'a letter' };
  await process.ask('resolveOrder', request);
}

async function suspendedAtStart(hasNumbers: boolean): Promise<string | null> {
  const lastPublished = async (subject: string) => {
    const order = newest.get(subject);
    if (!order) return undefined;
    const published = hasNumbers ? order : { ...order, revision: 0n };
    const payload = disbursementV1.OrderChanged.encode({ order: published }).finish();
    return { payload, place: '1', isProven: true, at: new Date() };
  };
  await suspendWhereOlder(process.collections, lastPublished, servers.log, {
    asksForProofs: false,
    mustHold: true,
  });
  return (await readOrdering(process.collections)).suspended?.because ?? null;
}
