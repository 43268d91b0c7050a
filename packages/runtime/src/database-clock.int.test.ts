import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { connectDatabase, type Database } from './database.ts';
import { DatabaseClock } from './database-clock.ts';

const HOUR_MS = 3_600_000;
const NEARLY_MS = 2_000;
let servers: TestInfrastructure;
let database: Database;
const realNow = Date.now;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'clock');
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await database.client.close();
  await servers.stop();
});

it.each([HOUR_MS, -HOUR_MS, 0])(
  'a process whose clock is off by %d ms has the time of the database',
  async (offMs) => {
    jest.spyOn(Date, 'now').mockImplementation(() => realNow() + offMs);
    const clock = await DatabaseClock.open(database);
    expect(Math.abs(clock.now().getTime() - realNow())).toBeLessThan(NEARLY_MS);
  },
);

it('a clock that jumps while the process runs is noticed', async () => {
  const clock = await DatabaseClock.open(database);
  jest.spyOn(Date, 'now').mockImplementation(() => realNow() + HOUR_MS);
  for (const deadline = performance.now() + 5_000; performance.now() < deadline; ) {
    if (Math.abs(clock.now().getTime() - realNow()) < NEARLY_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('it still goes by the clock of the process');
});

it('where the database does not say, the process has its own', async () => {
  const silent = { db: { admin: () => ({ command: () => Promise.reject(new Error('no such command')) }) } };
  const clock = await DatabaseClock.open(silent as unknown as Database);
  expect(Math.abs(clock.now().getTime() - realNow())).toBeLessThan(NEARLY_MS);
});
