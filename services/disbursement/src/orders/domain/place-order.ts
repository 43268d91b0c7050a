import type { Fen } from '@duixian/values';
import { type LedgerAccount, openOf } from '../../ledger/domain/entry.ts';
import { type Ledger, payableOf } from '../../ledger/domain/ledger.ts';
import { journalEntries, type LedgerSession, post } from '../../ledger/domain/ledger-session.ts';
import { noteStraight } from '../../ledger/domain/straight-through.ts';
import type { Order } from './order.ts';

/**
 * Posts an order to the ledger: its amounts become in flight, and its budget, if there is one, counts them as
 * ordered. The caller has checked that there is enough. `from`: where the amounts were, reserved by a payment
 * run or open.
 */
export function placeOrder(
  session: LedgerSession,
  root: Ledger,
  order: Order,
  from: Extract<LedgerAccount, 'open' | 'reserved'>,
): void {
  const cause = { kind: 'order', id: order.id } as const;
  post(session, root, cause, journalEntries(order.lines, from, 'underWay'));
  noteStraight(root, order, order.amountFen);
  for (const { year, group } of order.lines) {
    const payable = payableOf(root, year, group);
    if (openOf(payable) + payable.reservedFen <= 0n) payable.isBeyondDay = false;
  }
  moveBudget(session, order, from === 'reserved' ? 'committed' : 'available', 'ordered', order.amountFen);
  session.issued.push(order);
}

/** Moves the amount of an order within its budget. */
export function moveBudget(
  { budgets }: LedgerSession,
  order: Order,
  from: 'available' | 'committed' | 'ordered',
  to: 'available' | 'ordered',
  fen: Fen,
): void {
  if (order.budget === '') return;
  const budget = budgets.byId(order.budget);
  const kind = to === 'ordered' ? 'order' : 'release';
  budgets.move(budget, { kind, id: order.id }, from, to, fen);
}
