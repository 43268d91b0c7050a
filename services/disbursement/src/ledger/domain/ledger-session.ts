import { assert, assertInt64, defined } from '@duixian/values';
import { Budgets } from '../../budgets/domain/budget.ts';
import type { Order } from '../../orders/domain/order.ts';
import type { Payee } from '../../payees/domain/payee.ts';
import { DailyStraight } from '../../programmes/domain/daily-straight.ts';
import { addLine, assertBalanced, type Cause, type Entry, type Line, openOf } from './entry.ts';
import { type Ledger, newLedger, payableOf } from './ledger.ts';

/**
 * The working set of one decision: copies of the ledgers it may touch, and what it did to them. Money moves
 * only through `post`, so a ledger is the projection of its entries by construction.
 */
export interface LedgerSession {
  readonly ledgers: Map<string, Ledger>;
  readonly changed: Set<string>;
  /** By USCC, in the order in which they were made. */
  readonly entries: Map<string, Entry[]>;
  readonly issued: Order[];
  /** The payees in scope; a changed one is put back. */
  readonly payees: Map<string, Payee>;
  readonly budgets: Budgets;
  readonly daily: DailyStraight;
  /** Members that the decision does not touch, and that were not read, each with the entity it belongs to. */
  readonly resting: ReadonlyMap<string, string>;
  /** For the ledgers that were read: the USCCs that each one claims. */
  readonly claimed: Map<string, Set<string>>;
  /** The lists as they were read: a changed ledger has a different list. */
  readonly membersRead: ReadonlyMap<string, readonly string[]>;
}

export function openLedgerSession(
  ledgers: Iterable<Ledger>,
  payees: Iterable<Payee> = [],
  budgets: Budgets = new Budgets(),
  resting: ReadonlyMap<string, string> = new Map(),
  daily: DailyStraight = new DailyStraight(),
): LedgerSession {
  const copies = [...ledgers].map((ledger) => [ledger.uscc, structuredCopy(ledger)] as const);
  return {
    ledgers: new Map(copies),
    changed: new Set(),
    entries: new Map(),
    issued: [],
    payees: new Map([...payees].map((payee) => [payee.uscc, payee])),
    budgets,
    daily,
    resting,
    claimed: claimsOf(copies.map(([, ledger]) => ledger)),
    membersRead: new Map(copies.map(([uscc, { members }]) => [uscc, members])),
  };
}

function claimsOf(ledgers: readonly Ledger[]): Map<string, Set<string>> {
  const claimed = new Map<string, Set<string>>();
  for (const { uscc, claimedBy } of ledgers)
    for (const claimant of claimedBy) noteClaim(claimed, claimant, uscc);
  return claimed;
}

export function noteClaim(claimed: Map<string, Set<string>>, claimant: string, uscc: string): void {
  const known = claimed.get(claimant);
  if (known) known.add(uscc);
  else claimed.set(claimant, new Set([uscc]));
}

/**
 * The ledger of a USCC, a new one if nothing was received about it before. The caller loaded all that are
 * stored.
 */
export function ledgerOf(session: LedgerSession, uscc: string): Ledger {
  const known = session.ledgers.get(uscc);
  if (known) return known;
  assert(!session.resting.has(uscc), `the ledger of ${uscc} is stored, and was not read`);
  const ledger = newLedger(uscc);
  session.ledgers.set(uscc, ledger);
  return ledger;
}

export function markChanged(session: LedgerSession, ledger: Ledger): void {
  session.changed.add(ledger.uscc);
}

export function post(session: LedgerSession, ledger: Ledger, cause: Cause, lines: Line[]): void {
  const entry = { cause, lines: lines.filter(({ fen }) => fen !== 0n) };
  assertBalanced(entry);
  for (const line of entry.lines) {
    const payable = payableOf(ledger, line.year, line.group);
    addLine(payable, line);
    assertInt64(line.fen);
  }
  for (const { year, group } of entry.lines) assertSound(ledger, year, group);
  const entries = session.entries.get(ledger.uscc) ?? [];
  entries.push(entry);
  session.entries.set(ledger.uscc, entries);
  markChanged(session, ledger);
}

/** Moves amounts of several accounts from one ledger account to another. */
export function journalEntries(
  lines: readonly { year: number; group: string; fen: bigint }[],
  from: Line['book'],
  to: Line['book'],
): Line[] {
  return lines.flatMap((line) => journalEntry(line, from, to, line.fen));
}

/** Moves an amount of one account from one ledger account to another. */
export function journalEntry(
  { year, group }: { year: number; group: string },
  from: Line['book'],
  to: Line['book'],
  fen: bigint,
): Line[] {
  return [
    { year, group, book: from, fen: -fen },
    { year, group, book: to, fen },
  ];
}

function assertSound(ledger: Ledger, year: number, group: string): void {
  const payable = defined(
    ledger.payables.find((one) => one.year === year && one.group === group),
    'a posted line has its payable',
  );
  const { entitledFen, reservedFen, underWayFen, paidFen, receivedFen, writtenOffFen } = payable;
  const sums = [entitledFen, reservedFen, underWayFen, paidFen, receivedFen, writtenOffFen];
  assert(
    sums.every((fen) => fen >= 0n),
    `a sum of ${ledger.uscc} ${year} ${group} fell below zero`,
  );
  for (const fen of [...sums, payable.nettedOutFen, openOf(payable)]) assertInt64(fen);
}

function structuredCopy(ledger: Ledger): Ledger {
  return {
    ...ledger,
    holds: [...ledger.holds],
    incomplete: ledger.incomplete && {
      ...ledger.incomplete,
      received: [...ledger.incomplete.received],
      members: [...ledger.incomplete.members],
    },
    claimedBy: [...ledger.claimedBy],
    payables: ledger.payables.map((payable) => ({ ...payable })),
  };
}
