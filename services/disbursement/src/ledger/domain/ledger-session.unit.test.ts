import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LedgerHistory } from '../../../testing/ledger-history.ts';
import type { AccountState, EntityState } from '../../entitlements/domain/apply-entitlements.ts';
import type { Order } from '../../orders/domain/order.ts';
import type { TreasuryStatus } from '../../orders/domain/order-status.ts';
import { entityAccounts } from './entity-account.ts';
import { type AccountBalances, addBalances, emptyBalances, openOf, project } from './entry.ts';
import { newLedger } from './ledger.ts';
import { openLedgerSession, post } from './ledger-session.ts';

const USCCS = ['A', 'B', 'C'];
const GROUPS = ['facilitation', 'sharing'];
const YEARS = [2018, 2019];

/** A change in the world; awards turns each into one message. */
type Change =
  | { kind: 'claim'; uscc: string; year: number; group: string; fen: bigint }
  | { kind: 'parent'; child: string; parent: string }
  | { kind: 'hold'; entity: string; isOn: boolean };

/** Something that happens to disbursement. */
type Step =
  | { kind: 'hear'; message: number }
  | { kind: 'status'; order: number; status: TreasuryStatus }
  | { kind: 'release'; order: number };

const claim = fc.record({
  kind: fc.constant('claim' as const),
  uscc: fc.constantFrom(...USCCS),
  year: fc.constantFrom(...YEARS),
  group: fc.constantFrom(...GROUPS),
  fen: fc.bigInt(0n, 1_000n),
});
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: claim },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('parent' as const),
      child: fc.constantFrom('B', 'C'),
      parent: fc.constantFrom('A', 'B', 'C'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      entity: fc.constantFrom(...USCCS),
      isOn: fc.boolean(),
    }),
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('hear' as const), message: fc.nat(30) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      order: fc.nat(10),
      status: fc.constantFrom<TreasuryStatus>(
        'sent',
        'accepted',
        'paid',
        'paid',
        'paid',
        'rejected',
        'returned',
        'conflict',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), order: fc.nat(10) }) },
);

describe('the books, whatever happens in whatever order', () => {
  it('balance, follow from the entries, and never order what is not due', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 15 }),
        fc.array(step, { maxLength: 40 }),
        (changes, steps) => {
          const { messages, confirmedOutcome } = awardsPublishes(changes);
          const history = new LedgerHistory();
          for (const one of steps) {
            checkIssue(history, perform(history, one, messages));
            checkLedgers(history);
          }
          for (const message of messages.toReversed()) checkIssue(history, history.consume(...message));
          checkLedgers(history);
          checkEnd(history, confirmedOutcome);
        },
      ),
      { numRuns: examples(1_500) },
    );
  });

  it('pay the same for entitlements that only rise, in any order and any duplication', () => {
    const rises = fc.array(claim, { minLength: 1, maxLength: 10 }).chain((changes) => {
      const rising = changes.map((one, index) => ({ ...one, fen: one.fen + BigInt(index) * 1_000n }));
      const order = fc.shuffledSubarray([...rising.keys()], { minLength: rising.length });
      return fc.record({ changes: fc.constant(rising), order, again: fc.array(fc.nat(rising.length - 1)) });
    });
    fc.assert(
      fc.property(rises, ({ changes, order, again }) => {
        const { messages } = awardsPublishes(changes);
        const straight = new LedgerHistory();
        const shuffled = new LedgerHistory();
        for (const message of messages) straight.consume(...message);
        for (const index of [...order, ...again]) shuffled.consume(...(messages[index] ?? []));
        expect(orderedPerAccount(shuffled)).toEqual(orderedPerAccount(straight));
      }),
    );
  });

  it('refuse an entry that does not balance, per account and over a netting', () => {
    const line = { year: 2019, group: 'sharing', fen: 5n };
    const session = openLedgerSession([newLedger('A')]);
    const ledger = newLedger('A');
    const cause = { kind: 'netting' } as const;
    expect(() => post(session, ledger, cause, [{ ...line, book: 'entitled' }])).toThrow('does not balance');
    expect(() =>
      post(session, ledger, cause, [
        { ...line, book: 'open', fen: -5n },
        { ...line, book: 'nettedOut' },
      ]),
    ).toThrow('does not balance');
  });
});

/**
 * The messages of awards for a sequence of changes, and the expected end: who counts for whom, and is due
 * what.
 */
function awardsPublishes(changes: readonly Change[]): {
  messages: EntityState[][];
  confirmedOutcome: Map<string, bigint>;
} {
  const claims = new Map<string, bigint>();
  const parents = new Map<string, string>();
  const holds = new Set<string>();
  const versions = new Map<string, bigint>();
  const next = (key: string): bigint => {
    versions.set(key, (versions.get(key) ?? 0n) + 1n);
    return versions.get(key) ?? 0n;
  };
  const entityOf = (uscc: string): string => (parents.has(uscc) ? entityOf(parents.get(uscc) ?? '') : uscc);
  const membersOf = (entity: string) => USCCS.filter((uscc) => entityOf(uscc) === entity);
  const dueTo = (entity: string, year: number, group: string) =>
    membersOf(entity).reduce((sum, uscc) => sum + (claims.get(`${uscc}/${year}/${group}`) ?? 0n), 0n);
  const account = (entity: string, year: number, group: string): AccountState => ({
    year,
    group,
    version: next(`${entity}/${year}/${group}`),
    entitledFen: dueTo(entity, year, group),
    beyondExact: false,
  });
  const state = (entity: string, accounts: AccountState[], isNew: boolean): EntityState => ({
    entity,
    name: `${entity} 公司`,
    entityVersion: isNew ? next(entity) : (versions.get(entity) ?? 0n),
    holds: holds.has(entity) ? ['restating'] : [],
    members: membersOf(entity).length > 1 ? membersOf(entity) : [],
    accounts,
  });
  const all = (entity: string) =>
    YEARS.flatMap((year) => GROUPS.map((group) => account(entity, year, group)));
  const messages = changes.map((one): EntityState[] => {
    if (one.kind === 'claim') {
      claims.set(`${one.uscc}/${one.year}/${one.group}`, one.fen);
      const entity = entityOf(one.uscc);
      return [state(entity, [account(entity, one.year, one.group)], false)];
    }
    if (one.kind === 'hold') {
      if (one.isOn) holds.add(one.entity);
      else holds.delete(one.entity);
      return [state(one.entity, [], true)];
    }
    const before = entityOf(one.child);
    parents.delete(one.child);
    // A parent that is the child itself, or below it, means: an entity of its own again.
    if (entityOf(one.parent) !== one.child) parents.set(one.child, one.parent);
    const touched = new Set([before, entityOf(one.child), one.child]);
    return [...touched].map((entity) => state(entity, all(entity), true));
  });
  const confirmedOutcome = new Map<string, bigint>();
  for (const entity of new Set(USCCS.map(entityOf))) {
    for (const year of YEARS)
      for (const group of GROUPS)
        confirmedOutcome.set(`${entity}/${year}/${group}`, dueTo(entity, year, group));
  }
  return { messages, confirmedOutcome };
}

function perform(history: LedgerHistory, one: Step, messages: EntityState[][]): readonly Order[] {
  if (one.kind === 'hear') return history.consume(...(messages[one.message] ?? []));
  const before = new Set(history.orders.keys());
  const id = [...before][one.order];
  if (id === undefined) return [];
  if (one.kind === 'status') history.status(id, one.status);
  else history.release(id);
  return [...history.orders.values()].filter((order) => !before.has(order.id));
}

/**
 * An order leaves nothing open, so orders in force and nettings never exceed what was due when it was made.
 */
function checkIssue(history: LedgerHistory, issued: readonly Order[]): void {
  for (const { entity, year, group, amountFen } of issued) {
    expect(amountFen > 0n).toBe(true);
    const root = history.ledgers.get(entity);
    expect(root).toMatchObject({ entity, holds: [], claimedBy: [] });
    const account = entityAccounts(history.groupOf(entity)).find(
      (one) => one.year === year && one.group === group,
    );
    expect(account && openOf(account)).toBe(0n);
  }
}

function checkLedgers(history: LedgerHistory): void {
  for (const [uscc, ledger] of history.ledgers) {
    const projected = project(history.entries.get(uscc) ?? []);
    expect(sorted(projected.filter(isMoved))).toEqual(sorted(ledger.payables.map(sumsOf).filter(isMoved)));
  }
  checkEquation(history);
  checkOrders(history);
}

function sumsOf(payable: AccountBalances): AccountBalances {
  const sums = emptyBalances(payable.year, payable.group);
  addBalances(sums, payable);
  return sums;
}

function isMoved({ year: _year, group: _group, ...sums }: AccountBalances): boolean {
  return Object.values(sums).some((fen) => fen !== 0n);
}

/** Σ entitled = Σ ordered + Σ open per entity (nothing comes back in cash here), nettings cancelled out. */
function checkEquation(history: LedgerHistory): void {
  for (const entity of new Set([...history.ledgers.values()].map((ledger) => ledger.entity))) {
    const accounts = entityAccounts(history.groupOf(entity));
    const total = (read: (account: (typeof accounts)[number]) => bigint) =>
      accounts.reduce((sum, account) => sum + read(account), 0n);
    const orderedFen = total(({ underWayFen, paidFen }) => underWayFen + paidFen);
    expect(total(({ entitledFen }) => entitledFen)).toBe(orderedFen + total(openOf));
    expect(total(({ nettedOutFen }) => nettedOutFen)).toBe(0n);
  }
}

/** The ledger holds exactly the orders: those paid, and those that are neither paid nor released. */
function checkOrders(history: LedgerHistory): void {
  for (const [uscc, ledger] of history.ledgers) {
    const own = [...history.orders.values()].filter((order) => order.payeeUscc === uscc);
    const sumOf = (orders: readonly Order[]) => orders.reduce((sum, { amountFen }) => sum + amountFen, 0n);
    const paid = own.filter(({ state }) => state === 'paid');
    const underWay = own.filter(({ state, release }) => state !== 'paid' && release === null);
    expect(ledger.payables.reduce((sum, { paidFen }) => sum + paidFen, 0n)).toBe(sumOf(paid));
    expect(ledger.payables.reduce((sum, { underWayFen }) => sum + underWayFen, 0n)).toBe(sumOf(underWay));
  }
}

/**
 * When everything was received, the accounts are what awards published, and nothing due waits unless its
 * entity is held.
 */
function checkEnd(history: LedgerHistory, confirmedOutcome: Map<string, bigint>): void {
  for (const [key, dueFen] of confirmedOutcome) {
    const [entity = '', year, group] = key.split('/');
    const ledgers = history.groupOf(entity);
    const account = entityAccounts(ledgers).find((one) => one.year === Number(year) && one.group === group);
    expect(account?.entitledFen ?? 0n).toBe(dueFen);
    if (account && history.ledgers.get(entity)?.holds.length === 0) expect(openOf(account) <= 0n).toBe(true);
  }
}

function orderedPerAccount(history: LedgerHistory): string[] {
  return [...history.ledgers.values()]
    .flatMap(({ uscc, payables }) =>
      payables.map((one) => `${uscc}/${one.year}/${one.group}: ${one.underWayFen}`),
    )
    .sort();
}

function sorted<Account extends { year: number; group: string }>(accounts: readonly Account[]): Account[] {
  return accounts.toSorted((a, b) => a.year - b.year || a.group.localeCompare(b.group));
}
