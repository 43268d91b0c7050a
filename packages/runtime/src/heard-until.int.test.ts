import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { RunningConsumer } from './consumer.ts';
import { HEARD_UNTIL, HeardUntil } from './heard-until.ts';
import { createLogger } from './logger.ts';
import { openServersForTests, type PartsForTests, type ServersForTests } from './servers-for-tests.ts';

const HOUR_MS = 3_600_000;

let servers: ServersForTests;
let parts: PartsForTests;
let waiting: bigint;
let running: HeardUntil[];

beforeAll(async () => {
  servers = await openServersForTests('heard-until');
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

/** A process starts. */
async function started(): Promise<HeardUntil> {
  const consumer = { name: 'awards', countPending: async () => waiting } as unknown as RunningConsumer;
  const heard = new HeardUntil(parts.database, [consumer], createLogger('test', 'silent'));
  running.push(heard);
  await heard.start();
  return heard;
}

/** As if the last look had been so long ago. */
async function passed(hours: number): Promise<void> {
  const collection = parts.database.collection(HEARD_UNTIL.collection);
  const until = new Date(Date.now() - hours * HOUR_MS);
  await collection.updateOne({ _id: 'awards' as never }, { $set: { until } });
}

it('who begins, or was away for less than streams keep messages, has missed nothing', async () => {
  expect(await (await started()).awaySince()).toBeUndefined();
  await passed(71);
  expect(await (await started()).awaySince()).toBeUndefined();
});

it('who was away for longer says since when, to every process, until all is said again', async () => {
  await started();
  await passed(80);
  const since = Date.now() - 80 * HOUR_MS;
  const heard = await started();
  expect(Math.abs(((await heard.awaySince())?.getTime() ?? 0) - since)).toBeLessThan(60_000);
  // It is not forgotten because it has caught up with what is there.
  const other = await started();
  expect(await other.awaySince()).toEqual(await heard.awaySince());
  await other.saidAgain();
  expect(await heard.awaySince()).toBeUndefined();
  expect(await (await started()).awaySince()).toBeUndefined();
});

it('what waits is not heard', async () => {
  await started();
  await passed(60);
  waiting = 1n;
  await started();
  await passed(73);
  waiting = 0n;
  expect(await (await started()).awaySince()).toBeDefined();
});
