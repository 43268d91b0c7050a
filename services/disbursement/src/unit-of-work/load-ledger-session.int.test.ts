import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { loadLedgers } from './load-ledger-session.ts';

/** More than the driver's own reader reads. */
const MANY = 2_300;

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('load-books-test');
  parts = await servers.open();
});

afterAll(async () => {
  await parts.close();
  await servers.close();
});

it('reads very many ledgers as it reads few', async () => {
  const { collections, consume } = await openProcess(parts);
  await consume(due('E', 'sharing', 5n, 1n));
  const [ledger] = await collections.ledgers.find({ _id: 'E' }).toArray();
  if (!ledger) throw new Error('what is due has a ledger');
  const usccs = Array.from({ length: MANY }, (_, index) => `E${index}`);
  const dueAt = new Date('2020-01-02T03:04:05.678Z');
  await collections.ledgers.insertMany(
    usccs.map((uscc, index) => ({ ...ledger, _id: uscc, entity: uscc, dueAt: index % 2 ? dueAt : null })),
  );
  const half = MANY / 2;
  const fewer = [usccs.slice(0, half), usccs.slice(half)].map((some) => loadLedgers(collections, some));
  const inOrder = (ledgers: Awaited<ReturnType<typeof loadLedgers>>) =>
    ledgers.sort((a, b) => (a.uscc < b.uscc ? -1 : 1));
  const many = inOrder(await loadLedgers(collections, usccs));
  expect(many).toHaveLength(MANY);
  expect(many).toEqual(inOrder((await Promise.all(fewer)).flat()));
});
