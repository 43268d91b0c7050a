import { createLogger, startMetrics } from '@duixian/runtime';
import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { afterAll, afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { DueScan } from './due-scan.ts';

const SETTLE_FOR_MS = 3_000;
const link = { enter: async () => {} };
const log = createLogger('due-scan-test', 'silent');
const metrics = startMetrics('due-scan-test');
let mongo: MemoryMongo;
let scan: DueScan | undefined;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  mongo = new MemoryMongo();
});

afterEach(async () => {
  await scan?.stop();
  jest.useRealTimers();
});

afterAll(() => metrics.shutdown());

function open() {
  const database = mongo.connect('duixian_due_scan', link);
  const relay = { publish: async () => {} } as never;
  return openProcess({ database, relay, log, meter: metrics.meter }, { settleForMs: SETTLE_FOR_MS });
}

/** What a step waits for takes turns of the event loop, but no time. */
async function passes(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await jest.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it('at rest it looks every two seconds, and settles in time what another process made due', async () => {
  const [own, other] = [await open(), await open()];
  scan = new DueScan(own.collections, own.decider, log);
  const looks = jest.spyOn(own.collections.ledgers, 'findOne');
  scan.start();
  await passes(60_000);
  expect(looks.mock.calls.length).toBeLessThan(35);
  for (let at = 0; at < 10; at += 1) {
    await passes(300);
    await other.consume(due(`E${at}`, 'sharing', 5n, 1n));
    await passes(SETTLE_FOR_MS + 2_000);
    expect(await own.collections.orders.countDocuments()).toBe(at + 1);
  }
});

it('settles what its own process made due within a second', async () => {
  const own = await open();
  scan = new DueScan(own.collections, own.decider, log);
  scan.start();
  await passes(10_000);
  for (let at = 0; at < 10; at += 1) {
    await passes(300);
    await own.consume(due(`E${at}`, 'sharing', 5n, 1n));
    await passes(SETTLE_FOR_MS - 100);
    expect(await own.collections.orders.countDocuments()).toBe(at);
    await passes(1_100);
    expect(await own.collections.orders.countDocuments()).toBe(at + 1);
  }
});
