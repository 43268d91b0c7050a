import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { entitlementsV1 } from '@duixian/proto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LedgerHistory } from '../testing/ledger-history.ts';
import { due, openProcess } from '../testing/process-for-tests.ts';
import type { Ledger } from './ledger/domain/ledger.ts';
import { ledgerFrom } from './unit-of-work/load-ledger-session.ts';

const BRANCHES = Array.from({ length: 400 }, (_, index) => `B${String(index).padStart(3, '0')}`);
let servers: ServersForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
const history = new LedgerHistory();

beforeAll(async () => {
  servers = await openServersForTests('large-entities-test');
  process = await openProcess(await servers.open());
});

afterAll(() => servers.close());

const whole = (entity: string, version: bigint, members: string[], fen?: bigint) => ({
  ...due(entity, 'sharing', fen ?? 0n, version),
  ...{ entityVersion: version, members: members.length > 0 ? [entity, ...members] : [] },
  ...(fen === undefined && { accounts: [] }),
});

/** In a ledger with so many members (MANY_MEMBERS) only what changed is written. */
const STORY: readonly [string, entitlementsV1.EntityState[]][] = [
  [
    'two are paid before they belong to anybody',
    [due('B000', 'sharing', 100n, 1n), due('B399', 'sharing', 7n, 1n)],
  ],
  ['all but the last join', [whole('P', 1n, BRANCHES.slice(0, -1)), whole('B000', 2n, [], 0n)]],
  [
    'the entity is due more than was paid',
    [{ ...due('P', 'sharing', 130n, 1n), entityVersion: 1n, accountsOnly: true }],
  ],
  ['a branch that rested has money of its own for a moment', [due('B100', 'sharing', 5n, 1n)]],
  ['and has none', [due('B100', 'sharing', 0n, 2n)]],
  [
    'one leaves and one joins',
    [whole('P', 2n, BRANCHES.slice(1)), whole('B000', 3n, [], 100n), whole('B399', 3n, [], 0n)],
  ],
  ['the same again', [whole('P', 2n, BRANCHES.slice(1))]],
  ['all of it joins another', [whole('Q', 1n, ['P', ...BRANCHES.slice(1)], 200n), whole('P', 3n, [], 0n)]],
];

it.each(STORY)('%s: stored as in memory', async (_, states) => {
  await process.consume(...states);
  history.terms = { ...history.terms, now: new Date() };
  history.consume(...states.map((state) => ({ ...state, holds: [] })));
  const stored = await process.collections.ledgers.find().toArray();
  const of = (ledgers: Iterable<Ledger>) =>
    Object.fromEntries([...ledgers].map((ledger) => [ledger.uscc, comparable(ledger)]));
  expect(of(stored.map(ledgerFrom))).toEqual(of(history.ledgers.values()));
  const orders = await process.collections.orders.find().toArray();
  expect(orders.map(({ _id, amountFen }) => [_id, amountFen]).sort()).toEqual(
    [...history.orders.values()].map(({ id, amountFen }) => [id, amountFen]).sort(),
  );
});

it('what came of it: the last entity has what is due beyond what was paid, and most branches rest', () => {
  const root = history.ledgers.get('Q');
  expect(root?.members).toHaveLength(400);
  // P and two branches were paid.
  expect(root?.activeMembers?.usccs).toEqual(['B100', 'B399', 'P']);
});

/** Leaves out the instants, because two clocks give different ones. */
function comparable({ payables, ...rest }: Ledger): object {
  return {
    ...rest,
    payables: payables.map(({ standsSince: _, shortSince, ...payable }) => ({
      ...payable,
      isShort: shortSince !== null,
    })),
  };
}
