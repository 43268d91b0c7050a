import { createLogger } from '@duixian/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { RunningConsumer } from './consumer.ts';
import { CONSUMER_POSITIONS, RetentionGaps } from './retention-gaps.ts';
import { openServersForTests, type PartsForTests, type ServersForTests } from './servers-for-tests.ts';

const HOUR_MS = 3_600_000;

let servers: ServersForTests;
let parts: PartsForTests;
let waiting: bigint;
let running: RetentionGaps[];

beforeAll(async () => {
  servers = await openServersForTests('retention-gaps');
}, 120_000);
afterAll(() => servers.close());
beforeEach(async () => {
  parts = await servers.open();
  [waiting, running] = [0n, []];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await parts.close();
});

/** Starts a process. */
async function started(): Promise<RetentionGaps> {
  const consumer = { name: 'awards', countPending: async () => waiting } as unknown as RunningConsumer;
  const gaps = new RetentionGaps(parts.database, [consumer], createLogger('test', 'silent'));
  running.push(gaps);
  await gaps.start();
  return gaps;
}

/** Simulates that the last check was this many hours ago. */
async function passed(hours: number): Promise<void> {
  const collection = parts.database.collection(CONSUMER_POSITIONS.collection);
  const caughtUpAt = new Date(Date.now() - hours * HOUR_MS);
  await collection.updateOne({ _id: 'awards' as never }, { $set: { caughtUpAt } });
}

it('a new consumer, or one that was away for less than the retention, has no gap', async () => {
  expect(await (await started()).gapSince()).toBeUndefined();
  await passed(71);
  expect(await (await started()).gapSince()).toBeUndefined();
});

it('one that was away for longer has a gap, seen by every process, until all is republished', async () => {
  await started();
  await passed(80);
  const since = Date.now() - 80 * HOUR_MS;
  const gaps = await started();
  expect(Math.abs(((await gaps.gapSince())?.getTime() ?? 0) - since)).toBeLessThan(60_000);
  // It remains after the consumer has caught up with what is left.
  const other = await started();
  expect(await other.gapSince()).toEqual(await gaps.gapSince());
  await other.close();
  expect(await gaps.gapSince()).toBeUndefined();
  expect(await (await started()).gapSince()).toBeUndefined();
});

it('one with messages pending is not caught up', async () => {
  await started();
  await passed(60);
  waiting = 1n;
  await started();
  await passed(73);
  waiting = 0n;
  expect(await (await started()).gapSince()).toBeDefined();
});
