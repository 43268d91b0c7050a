import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import { HeldDatabase } from '@duixian/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { listPayables } from '../entitlements/list-payables.ts';
import { openCollections } from '../unit-of-work/collections.ts';
import { DEFAULT_PROGRAMME } from './domain/programme.ts';

let servers: ServersForTests;
let parts: PartsForTests;

beforeAll(async () => {
  servers = await openServersForTests('straight-limits-test');
});

beforeEach(async () => {
  parts = await servers.open();
  const { sequences } = await openCollections(parts.database);
  await sequences.updateOne({ _id: 'orders' }, { $unset: { straightThrough: '' } });
});

afterAll(() => servers.close());

const settings = (limits: { year?: bigint; day?: bigint }) => ({
  programmes: [
    {
      ...DEFAULT_PROGRAMME,
      straightThroughUpToFen: limits.year ?? null,
      straightThroughPerDayFen: limits.day ?? null,
    },
  ],
});

async function orderedFen(...entities: string[]): Promise<bigint> {
  const { orders } = await openCollections(parts.database);
  const found = await orders.find({ entity: { $in: entities } }).toArray();
  return found.reduce((sum, { amountFen }) => sum + amountFen, 0n);
}

it.each([
  ['MongoDB sees it', false],
  ['only what is stored shows it', true],
])(
  'two processes that pay two entities at once never pass the cap of a day together, and %s',
  async (_, blind) => {
    const [one, other] = [`A-${blind}`, `B-${blind}`];
    const held = new HeldDatabase(parts.database, { blind });
    const heldProcess = await openProcess({ ...parts, database: held.connection }, settings({ day: 100n }));
    const process = await openProcess(parts, settings({ day: 100n }));
    await process.consume(due(`C-${blind}`, 'sharing', 1n, 1n));
    await held.meet(
      () => heldProcess.consume(due(one, 'sharing', 60n, 1n)),
      () => process.consume(due(other, 'sharing', 60n, 1n)),
    );
    expect(await orderedFen(one, other)).toBe(60n);
    const list = { entity: one, after: '', limit: 10 };
    const { payables } = await listPayables(process.collections, process.decider.settings, list);
    expect(payables).toMatchObject([{ openFen: 60n, holds: ['beyond-day'] }]);
  },
);

it('an entity of an earlier release is measured with the orders that it has, also when a process of that release wrote since', async () => {
  const process = await openProcess(parts, settings({ year: 100n }));
  const { ledgers, orders } = process.collections;
  await process.consume(due('L', 'sharing', 60n, 1n));
  await ledgers.updateOne({ _id: 'L' }, { $unset: { straightThrough: '' } });
  await orders.updateMany(
    { entity: 'L' },
    { $unset: { programmeId: '', returns: '', endToEndId: '', schemaVersion: '' } },
  );
  await process.consume(due('L', 'facilitation', 50n, 1n));
  expect(await orderedFen('L')).toBe(60n);
  await process.consume(due('L', 'ip-service', 1n, 1n));
  expect(await ledgers.findOne({ _id: 'L' })).toMatchObject({ straightThrough: { sums: [{ fen: 60n }] } });
  // A process that does not know the field raises the version, and leaves the field unchanged.
  await ledgers.updateOne({ _id: 'L' }, { $inc: { version: 1 }, $set: { 'straightThrough.sums': [] } });
  await process.consume(due('L', 'international', 1n, 1n));
  expect(await orderedFen('L')).toBe(60n);
  const { payables } = await listPayables(process.collections, process.decider.settings, {
    ...{ entity: 'L', after: '', limit: 10 },
  });
  expect(payables.flatMap(({ holds }) => holds)).toEqual(Array(3).fill('above-straight-through'));
});
