import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { budgetsV1 } from '@duixian/proto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { fiscalYearOf } from '../orders/domain/order.ts';
import type { TreasuryStatus } from '../orders/domain/order-status.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';

const YEAR = fiscalYearOf(new Date());
const programmes = [
  { ...DEFAULT_PROGRAMME, id: 'others' },
  { ...DEFAULT_PROGRAMME, id: 'sharing', groups: ['sharing'] },
];
type Process = Awaited<ReturnType<typeof openProcess>>;
let servers: ServersForTests;
let parts: PartsForTests;
let one: Process;
let other: Process;

beforeAll(async () => {
  servers = await openServersForTests('budget-totals-test');
});

beforeEach(async () => {
  parts = await servers.open();
  one = await open();
  other = await open();
});

afterEach(async () => {
  await parts.close();
});

afterAll(() => servers.close());

describe('what programmes without a budget ordered and paid', () => {
  it('is true at each step, of two programmes with one name', async () => {
    await one.consume(due('A', 'sharing', 100n, 1n), due('B', 'facilitation', 7n, 1n));
    expect(await figures()).toEqual({ others: [7n, 0n, 0n], sharing: [100n, 0n, 0n] });
    await report('A', 'paid');
    expect((await figures())['sharing']).toEqual([100n, 100n, 0n]);
    await report('A', 'returned');
    expect((await figures())['sharing']).toEqual([100n, 0n, 100n]);
    const id = 'A-2019-sharing-1';
    await one.ask('releaseOrder', { id, by: 'ann', reason: 'corrected' });
    expect((await figures())['sharing']).toEqual([100n, 0n, 100n]);
    expect(await figures()).toEqual(await addedUp());
  });

  it('is true whatever the treasury says and officers do, in two processes at once', async () => {
    const statuses: TreasuryStatus[] = [
      'accepted',
      'paid',
      'rejected',
      'returned',
      'refused-by-treasury',
      'paid',
    ];
    const entities = Array.from({ length: 24 }, (_, index) => `E${index}`);
    await Promise.all([
      one.consume(...entities.slice(0, 12).map((uscc) => due(uscc, 'sharing', 10n, 1n))),
      other.consume(...entities.slice(12).map((uscc) => due(uscc, 'facilitation', 10n, 1n))),
    ]);
    for (let round = 0; round < 4; round++) {
      await Promise.all(
        entities.map((uscc, index) => {
          const status = statuses[(index * 7 + round * 5) % statuses.length] ?? 'paid';
          return (index % 2 ? one : other).intake.record(idOf(uscc, index), { status, reason: '' });
        }),
      );
      await Promise.all(
        entities.map((uscc, index) => settle(index % 2 ? other : one, idOf(uscc, index), { index, round })),
      );
      expect(await figures()).toEqual(await addedUp());
    }
  });

  it('is counted once where a database comes from before it was kept', async () => {
    await one.consume(
      due('A', 'sharing', 100n, 1n),
      due('B', 'facilitation', 7n, 1n),
      due('C', 'sharing', 5n, 1n),
    );
    await report('A', 'paid');
    await report('C', 'rejected');
    await one.collections.orders.updateMany({}, { $unset: { programmeId: '' } });
    await one.collections.totals.deleteMany({});
    await one.collections.sequences.updateOne({ _id: 'orders' }, { $unset: { totals: '' } });
    [one, other] = await Promise.all([open(), open()]);
    expect(await figures()).toEqual({ others: [7n, 0n, 0n], sharing: [105n, 100n, 0n] });
    await report('A', 'returned');
    await one.consume(due('A', 'sharing', 130n, 2n));
    expect(await figures()).toEqual({ others: [7n, 0n, 0n], sharing: [135n, 0n, 100n] });
  });

  it('needs no look at any order', async () => {
    await one.consume(due('A', 'sharing', 100n, 1n));
    const before = one.collections.orders.collectionName;
    await parts.database.dropCollection(before);
    expect((await figures())['sharing']).toEqual([100n, 0n, 0n]);
  });
});

it('programmes are named without any figures', async () => {
  const { programmes: named } = await one.ask<budgetsV1.ListProgrammesResponse>('listProgrammes', {});
  const rest = {
    name: DEFAULT_PROGRAMME.name,
    functionalCode: '2060404',
    mode: 'straight-through',
    isKept: false,
  };
  expect(named).toEqual([
    { id: 'others', ...rest },
    { id: 'sharing', ...rest },
  ]);
});

/** Does whatever officers can do with the order; a person who resolved it once does not do so again. */
async function settle(
  process: Process,
  id: string,
  { index, round }: { readonly index: number; readonly round: number },
): Promise<void> {
  const { collections } = process;
  const order = await collections.orders.findOne({ _id: id });
  if (order && order.contradiction !== '') {
    const state = (['ORDER_STATE_PAID', 'ORDER_STATE_REJECTED', 'ORDER_STATE_RETURNED'] as const)[index % 3];
    await process.ask('resolveOrder', {
      id,
      state: state ?? 'ORDER_STATE_PAID',
      by: `chen-${round}`,
      document: 'd',
    });
  }
  await process.ask('releaseOrder', { id, by: 'ann', reason: 'r' }).catch(() => {});
}

/** Computed from the orders themselves. */
async function addedUp(): Promise<Record<string, [bigint, bigint, bigint]>> {
  const sums: Record<string, [bigint, bigint, bigint]> = { others: [0n, 0n, 0n], sharing: [0n, 0n, 0n] };
  for await (const order of one.collections.orders.find()) {
    const sum = sums[order.group === 'sharing' ? 'sharing' : 'others'];
    if (!sum) continue;
    if (order.release === null) sum[0] += order.amountFen;
    if (order.state === 'paid') sum[1] += order.amountFen;
    if (order.state === 'returned') sum[2] += order.amountFen;
  }
  return sums;
}

async function figures(): Promise<Record<string, [bigint, bigint, bigint]>> {
  const { budgets } = await one.ask<budgetsV1.ListBudgetsResponse>('listBudgets', { fiscalYear: YEAR });
  return Object.fromEntries(
    budgets.map(({ programme, orderedFen, paidFen, returnedFen }) => [
      programme,
      [orderedFen, paidFen, returnedFen],
    ]),
  );
}

function report(entity: string, status: TreasuryStatus) {
  return one.intake.record(`${entity}-2019-sharing-1`, { status, reason: '' });
}

function idOf(uscc: string, index: number): string {
  return `${uscc}-2019-${index < 12 ? 'sharing' : 'facilitation'}-1`;
}

function open(): Promise<Process> {
  return openProcess(parts, { programmes });
}
