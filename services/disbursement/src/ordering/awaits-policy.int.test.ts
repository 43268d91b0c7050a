import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { DueScan } from '../entitlements/due-scan.ts';
import { entitlementsChanged } from '../entitlements/entitlements-changed.ts';
import { awaitAgreementWhereEmpty, readOrdering, suspendOrdering } from '../unit-of-work/stored-ordering.ts';
import { mayResume } from './domain/suspension.ts';

const POLICY = 'a'.repeat(64);
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;

beforeAll(async () => {
  servers = await openServersForTests('awaits-policy-test');
});

beforeEach(async () => {
  parts = await servers.open();
  process = await openProcess(parts);
});

afterEach(() => parts.close());

afterAll(() => servers.close());

/** Agrees to the policy, and to the settings, which are tested in a file of their own. */
async function agree(): Promise<void> {
  const message = { entities: [], agreedPolicy: POLICY };
  await entitlementsChanged(process.decider).handle([{ message, about: 'policy' }]);
  await process.collections.sequences.updateOne({ _id: 'orders' }, { $unset: { awaitsSettings: '' } });
}

function orders(): Promise<number> {
  return process.collections.orders.countDocuments();
}

async function ordered(count: number): Promise<void> {
  const scan = new DueScan(process.collections, process.decider, servers.log);
  scan.start();
  try {
    while ((await orders()) < count) await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    await scan.stop();
  }
}

it('an empty system orders nothing until two persons agree to its policy, and then what waited', async () => {
  expect(await awaitAgreementWhereEmpty(process.collections)).toBe(true);
  await process.consume(due('A', 'sharing', 100n, 1n), due('B', 'sharing', 50n, 1n));
  expect(await orders()).toBe(0);
  const { suspended } = await readOrdering(process.collections);
  expect(suspended).toMatchObject({ awaitsPolicy: true, by: 'disbursement' });
  // A statement cannot end it, because the treasury was never asked for anything.
  expect(mayResume(suspended, [], { by: 'chen', confirmedDays: [] })).toEqual({
    refusal: 'awaits-agreement',
  });
  await agree();
  await ordered(2);
  expect((await readOrdering(process.collections)).suspended).toBeNull();
  await agree();
  expect(await awaitAgreementWhereEmpty(process.collections)).toBe(false);
});

it('a start after it was agreed to waits for nothing, also where nothing is held yet', async () => {
  await awaitAgreementWhereEmpty(process.collections);
  await agree();
  expect(await awaitAgreementWhereEmpty(process.collections)).toBe(false);
  await process.consume(due('A', 'sharing', 100n, 1n));
  expect(await orders()).toBe(1);
});

it('a system that holds something is none that starts first', async () => {
  await process.consume(due('A', 'sharing', 100n, 1n));
  expect(await awaitAgreementWhereEmpty(process.collections)).toBe(false);
});

it('that two persons agreed to the policy ends no suspension that stands for another reason', async () => {
  await awaitAgreementWhereEmpty(process.collections);
  const at = process.collections.clock.now();
  await suspendOrdering(process.collections, { by: 'chen', because: 'a doubt', at });
  await agree();
  await process.consume(due('A', 'sharing', 100n, 1n));
  expect(await orders()).toBe(0);
  expect((await readOrdering(process.collections)).suspended).toMatchObject({ by: 'chen' });
});
