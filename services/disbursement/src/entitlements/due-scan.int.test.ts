import { setTimeout as sleep } from 'node:timers/promises';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { OutOfTime } from '@duixian/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { readOrdering, resumeOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { DueScan } from './due-scan.ts';

const PAST = new Date('2020-01-01T00:00:00Z');
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
let scan: DueScan;

beforeAll(async () => {
  servers = await openServersForTests('due-scan-test');
});

beforeEach(async () => {
  parts = await servers.open();
  process = await openProcess(parts);
  scan = new DueScan(process.collections, process.decider, servers.log);
});

afterEach(async () => {
  await scan.stop();
  await parts.close();
});

afterAll(() => servers.close());

it('a date that was left behind on branches is cleared, however many they are', async () => {
  const branches = Array.from({ length: 250 }, (_, index) => `B${String(index).padStart(3, '0')}`);
  await process.consume(...branches.map((uscc) => due(uscc, 'sharing', 1n, 1n)));
  await process.consume({ ...due('A', 'sharing', 1n, 1n), entityVersion: 1n, members: ['A', ...branches] });
  // As earlier versions wrote it.
  await process.collections.ledgers.updateMany({ _id: { $in: branches } }, { $set: { dueAt: PAST } });
  scan.start();
  for (let left = 1; left > 0; await sleep(50))
    left = await process.collections.ledgers.countDocuments({ dueAt: { $ne: null } });
});

it('a ledger that stays due is settled once a scan, and keeps nobody else from being settled', async () => {
  await process.consume(due('STUCK', 'sharing', 5n, 1n), due('FREE', 'sharing', 5n, 1n));
  await process.collections.ledgers.updateOne({ _id: 'STUCK' }, { $set: { 'payables.0.paidFen': -9n } });
  // Settling it makes an order first, so the broken payable is reached.
  await process.collections.ledgers.updateMany({}, { $set: { 'payables.0.underWayFen': 0n, dueAt: PAST } });
  const { version } = await ledger('STUCK');
  scan.start();
  for (let free = await ledger('FREE'); free.dueAt !== null; free = await ledger('FREE')) await sleep(50);
  await sleep(1_200);
  expect((await ledger('STUCK')).version).toBe(version);
  await process.consume(due('LATER', 'sharing', 5n, 1n));
  expect(await process.collections.orders.countDocuments({ entity: 'LATER' })).toBe(1);
});

it('more than a batch of ledgers that cannot be settled keep nobody else from being settled, and are counted', async () => {
  const stuck = Array.from({ length: 250 }, (_, index) => `A${String(index).padStart(3, '0')}`);
  await process.consume(...[...stuck, 'Z'].map((uscc) => due(uscc, 'sharing', 5n, 1n)));
  const { ledgers } = process.collections;
  await ledgers.updateMany({ _id: { $in: stuck } }, { $set: { 'payables.0.paidFen': -9n } });
  await ledgers.updateMany({}, { $set: { 'payables.0.underWayFen': 0n, dueAt: PAST } });
  scan.start();
  for (let at = 0; (await ledger('Z')).dueAt !== null; at += 1, await sleep(50))
    if (at > 1_000) throw new Error('nobody else was settled');
  for (let at = 0; scan.countPutAside() < 250; at += 1, await sleep(50))
    if (at > 1_000) throw new Error(`${scan.countPutAside()} are put aside`);
  // Once repaired, they are settled and no longer counted.
  await ledgers.updateMany({}, { $set: { 'payables.0.paidFen': 0n } });
  for (let at = 0; scan.countPutAside() > 0; at += 1, await sleep(50))
    if (at > 1_000) throw new Error(`${scan.countPutAside()} are put aside still`);
});

it('one ledger that a later release wrote is put aside alone', async () => {
  await process.consume(due('NEWER', 'sharing', 5n, 1n), due('FREE', 'sharing', 5n, 1n));
  await process.collections.ledgers.updateMany({}, { $set: { 'payables.0.underWayFen': 0n, dueAt: PAST } });
  await process.collections.ledgers.updateOne({ _id: 'NEWER' }, { $set: { schemaVersion: 99 } });
  scan.start();
  for (let at = 0; (await ledger('FREE')).dueAt !== null; at += 1, await sleep(50))
    if (at > 1_000) throw new Error('the other was not settled');
  for (let at = 0; scan.countPutAside() !== 1; at += 1, await sleep(50))
    if (at > 1_000) throw new Error(`${scan.countPutAside()} are put aside`);
});

it('what the server has no time for together is settled by halves', async () => {
  const usccs = Array.from({ length: 20 }, (_, index) => `A${index}`);
  await process.consume(...usccs.map((uscc) => due(uscc, 'sharing', 5n, 1n)));
  await process.collections.ledgers.updateMany({}, { $set: { dueAt: PAST } });
  const decide = process.decider.decide.bind(process.decider);
  process.decider.decide = (scope, ...rest) => {
    if ([...(scope.usccs ?? [])].length > 5) return Promise.reject(new OutOfTime('it took too long'));
    return decide(scope, ...rest);
  };
  scan.start();
  for (let at = 0; await process.collections.ledgers.countDocuments({ dueAt: { $ne: null } }); at += 1) {
    await sleep(50);
    if (at > 1_000) throw new Error('they were not settled');
  }
  expect(scan.countPutAside()).toBe(0);
});

it('what stays due because ordering was suspended meanwhile is not put aside, and is ordered at once afterwards', async () => {
  const { collections, decider } = process;
  const suspension = { by: 'ann', because: 'the books are looked at', at: PAST };
  await suspendOrdering(collections, suspension);
  await process.consume(due('A', 'sharing', 5n, 1n));
  await resumeOrdering(collections, suspension, (await readOrdering(collections)).reconciliations, {
    by: 'bo',
    at: PAST,
    reconciliationId: '',
  });
  const decide = decider.decide.bind(decider);
  let rounds = 0;
  // The scan saw no suspension; by the time of the second look it is over.
  decider.decide = async (...all) => {
    rounds += 1;
    if (rounds === 1) await suspendOrdering(collections, suspension);
    const decided = await decide(...all);
    await resumeOrdering(collections, suspension, (await readOrdering(collections)).reconciliations, {
      by: 'bo',
      at: PAST,
      reconciliationId: '',
    });
    return decided;
  };
  scan.start();
  for (let at = 0; rounds < 1 || (await ledger('A')).dueAt !== null; at += 1, await sleep(50)) {
    expect(scan.countPutAside()).toBe(0);
    if (at > 1_000) throw new Error('it was not ordered');
  }
  expect(await collections.orders.countDocuments({ entity: 'A' })).toBe(1);
  expect(rounds).toBe(2);
});

it('what waits for a date that only a wrong clock can have written is settled now', async () => {
  await process.consume(due('A', 'sharing', 5n, 1n));
  await process.collections.ledgers.updateOne({}, { $set: { dueAt: new Date(Date.now() + 3_600_000) } });
  scan.start();
  for (let after = await ledger('A'); after.dueAt !== null; after = await ledger('A')) await sleep(50);
});

it('a process whose clock is an hour ahead decides, and writes, by the time of the database', async () => {
  const realNow = Date.now;
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 3_600_000);
  try {
    process = await openProcess(parts, { settleForMs: 1_000 });
    await process.consume(due('A', 'sharing', 5n, 1n));
    const { dueAt } = await ledger('A');
    expect(Math.abs((dueAt?.getTime() ?? 0) - realNow() - 1_000)).toBeLessThan(2_000);
  } finally {
    jest.restoreAllMocks();
  }
  // Settled by another process, whose clock is right.
  scan.start();
  for (let at = 0; at < 100; at += 1, await sleep(50)) {
    const order = await process.collections.orders.findOne({ entity: 'A' });
    if (!order) continue;
    expect(Math.abs(order.issuedAt.getTime() - realNow())).toBeLessThan(2_000);
    expect(Math.abs(Number(order.nextAttemptAt) - realNow())).toBeLessThan(5_000);
    return;
  }
  throw new Error('nothing was ordered');
});

async function ledger(uscc: string) {
  const found = await process.collections.ledgers.findOne({ _id: uscc });
  if (!found) throw new Error(`no ledger ${uscc}`);
  return found;
}
