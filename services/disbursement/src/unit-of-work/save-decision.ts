import {
  type GuardedWrite,
  patchGuarded,
  type Session,
  upcasted,
  writeGuarded,
  writeGuardedAtOnce,
} from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { Budget, BudgetEntry } from '../budgets/domain/budget.ts';
import type { TotalsByProgramme } from '../budgets/domain/programme-totals.ts';
import { noteActiveMembers } from '../ledger/domain/active-members.ts';
import type { Ledger } from '../ledger/domain/ledger.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import { confirmStraight } from '../ledger/domain/straight-through.ts';
import type { Order } from '../orders/domain/order.ts';
import type { Payee } from '../payees/domain/payee.ts';
import type { DailyStraight } from '../programmes/domain/daily-straight.ts';
import type { Collections, LedgerDocument, OrderDocument } from './collections.ts';
import { LEDGERS, ORDERS } from './kinds.ts';
import { takePositions } from './sequence.ts';
import { incrementsOf } from './stored-programme-totals.ts';

/**
 * A new order that is paid straight through is pushed from memory; the database is asked only for what was
 * left behind.
 */
const PUSHED_FROM_MEMORY_WITHIN_MS = 4_000;

/**
 * One write per collection, whatever the size of the batch; any write that conflicts with another change
 * makes the whole decision run again.
 */
export async function saveLedgerSession(
  collections: Collections,
  ledgerSession: LedgerSession,
  at: Date,
  session: Session,
): Promise<void> {
  noteActiveMembers(ledgerSession);
  confirmStraight(ledgerSession);
  const ledgers = [...ledgerSession.changed].map((uscc) =>
    defined(ledgerSession.ledgers.get(uscc), 'what changed is in the books'),
  );
  await saveLedgers(collections, ledgers, ledgerSession.membersRead, session);
  const pages = ledgers.flatMap(({ uscc, version }) => {
    const entries = ledgerSession.entries.get(uscc);
    return entries ? [{ _id: entriesId(uscc, version + 1), at, entries }] : [];
  });
  if (pages.length > 0) await collections.entries.insertMany(pages, { session, ordered: false });
}

/**
 * For an entity with more members, they are written only if they changed: fifty thousand are more than a
 * megabyte.
 */
const MANY_MEMBERS = 200;

async function saveLedgers(
  { ledgers }: Collections,
  changed: readonly Ledger[],
  membersRead: ReadonlyMap<string, readonly string[]>,
  session: Session,
): Promise<void> {
  const [small, large]: [GuardedWrite<LedgerDocument>[], GuardedWrite<LedgerDocument>[]] = [[], []];
  const patches: { before: LedgerDocument; after: LedgerDocument }[] = [];
  for (const { uscc, version, ...rest } of changed) {
    const after = { _id: uscc, ...rest, version: version + 1, schemaVersion: LEDGERS.version };
    const before = version === 0 ? undefined : { ...after, version };
    const { members } = after;
    if (members.length <= MANY_MEMBERS) small.push({ before, after });
    else if (members !== membersRead.get(uscc)) large.push({ before, after });
    // A field that is absent here counts as changed, and is written.
    else patches.push({ before: { _id: uscc, version, members } as LedgerDocument, after });
  }
  await writeGuardedAtOnce(ledgers, small, 'version', session);
  await writeGuarded(ledgers, large, 'version', session);
  await patchGuarded(ledgers, patches, 'version', session);
}

/** Budgets that changed, with their entries. */
export async function saveBudgets(
  collections: Collections,
  { changed, entries }: { changed: readonly Budget[]; entries: ReadonlyMap<string, BudgetEntry[]> },
  at: Date,
  session: Session,
): Promise<void> {
  if (changed.length === 0) return;
  const writes = changed.map(({ id, version, ...rest }) => {
    const after = { _id: id, ...rest, version: version + 1 };
    return { before: version === 0 ? undefined : { ...after, version }, after };
  });
  await writeGuarded(collections.budgets, writes, 'version', session);
  const pages = changed.map(({ id, version }) => ({
    _id: entriesId(`budget:${id}`, version + 1),
    at,
    entries: entries.get(id) ?? [],
  }));
  await collections.entries.insertMany(pages, { session, ordered: false });
}

export async function savePayees(
  { payees }: Collections,
  before: ReadonlyMap<string, Payee>,
  after: ReadonlyMap<string, Payee>,
  session: Session,
): Promise<void> {
  const changed = [...after.values()].filter((payee) => payee !== before.get(payee.uscc));
  const writes = changed.map(({ uscc, version, ...rest }) => {
    const document = { _id: uscc, ...rest, version: version + 1 };
    return { before: version === 0 ? undefined : { ...document, version }, after: document };
  });
  await writeGuarded(payees, writes, 'version', session);
}

interface AboutIssued {
  readonly traceOf: (order: Order) => string | undefined;
  readonly totals: TotalsByProgramme;
  readonly daily: DailyStraight;
  /** The settings under which they were decided. */
  readonly settings?: string | undefined;
}

export async function saveIssued(
  collections: Collections,
  issued: readonly Order[],
  { traceOf, totals, daily, settings }: AboutIssued,
  session: Session,
): Promise<OrderDocument[]> {
  if (issued.length === 0) return [];
  const isNew = issued.some(({ state }) => state === 'issued');
  const what = isNew ? 'new' : 'adopted';
  const taken = { count: issued.length, what, totals: incrementsOf(totals), daily, settings } as const;
  const first = await takePositions(collections, taken, session);
  const documents = issued.map((order, index) => {
    const { id, ...rest } = order;
    return {
      _id: id,
      ...rest,
      version: 1,
      shape: ORDER_SHAPE,
      schemaVersion: ORDERS.version,
      sequence: first + BigInt(index),
      traceparent: traceOf(order),
      attempts: 0,
      nextAttemptAt: firstAttemptAt(order),
    };
  });
  await collections.orders.insertMany(documents, { session, ordered: false });
  return documents;
}

function firstAttemptAt({ run, issuedAt, paidBy }: Order): Date | null {
  if (paidBy === 'file') return null;
  return run === '' ? new Date(issuedAt.getTime() + PUSHED_FROM_MEMORY_WITHIN_MS) : issuedAt;
}

export async function saveChangedOrders(
  collections: Collections,
  changed: readonly { before: OrderDocument; after: Order }[],
  session: Session,
): Promise<OrderDocument[]> {
  const documents = changed.map(({ before, after: { id: _id, ...rest } }) => ({
    before,
    after: { ...before, ...rest, version: before.version + 1 },
  }));
  await patchGuarded(collections.orders, documents, 'version', session);
  return documents.map(({ after }) => after);
}

/** The shape in which new orders are pushed. */
const ORDER_SHAPE = 2;

/** An order in the form in which this release stores it. */
export function currentOrder(document: OrderDocument): OrderDocument {
  return upcasted(ORDERS, document);
}

export function orderFrom(document: OrderDocument): Order {
  const {
    _id,
    version: _version,
    sequence: _sequence,
    traceparent: _trace,
    attempts: _attempts,
    nextAttemptAt: _next,
    shape: _shape,
    schemaVersion: _schemaVersion,
    ...rest
  } = currentOrder(document);
  return { id: _id, ...rest };
}

/** Ten digits, so that the primary key sorts a ledger's entries in the order in which they were made. */
function entriesId(uscc: string, version: number): string {
  return `${uscc}:${String(version).padStart(10, '0')}`;
}
