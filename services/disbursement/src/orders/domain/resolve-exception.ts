import type { LedgerSession } from '../../ledger/domain/ledger-session.ts';
import type { Order, Terms } from './order.ts';
import { lacksBudget, moveMoney } from './order-holdings.ts';
import { afterStatus, settleChanged } from './record-status.ts';
import { returnedFenOf } from './returned-parts.ts';

/** What became of an order, as the officer found out. */
export type ConfirmedOutcome = 'paid' | 'rejected' | 'returned';

export type ResolveRefusal =
  | 'no-contradiction'
  | 'no-budget'
  /** A person who reported or resolved it before does not resolve it. */
  | 'same-person';

/**
 * An officer who asked the treasury confirms the outcome of an order with statuses that cannot all be true,
 * and names the paper. The money follows. If a released amount was paid after all, it counts as paid, so what
 * was ordered in its place is too much: the account falls below zero, and the amount is recovered like any
 * other.
 */
export function resolveException(
  session: LedgerSession,
  order: Order,
  confirmedOutcome: ConfirmedOutcome,
  act: { by: string; document: string },
  terms: Terms,
): { order: Order } | { refusal: ResolveRefusal } {
  if (order.contradiction === '') return { refusal: 'no-contradiction' };
  if (order.statuses.some(({ by }) => by === act.by)) return { refusal: 'same-person' };
  const reason = `${act.by}, ${act.document}`;
  const settled = {
    ...asFound(order, confirmedOutcome),
    contradiction: '',
    treasuryReason: reason,
    updatedAt: terms.now,
  };
  const statuses = [...order.statuses, { status: confirmedOutcome, reason, by: act.by, at: terms.now }];
  const after = withPartsOfMeanwhile({ ...settled, statuses }, order, terms.now);
  if (lacksBudget(session, order, after)) return { refusal: 'no-budget' };
  moveMoney(session, order, after, { kind: 'resolution', id: order.id, ...act });
  settleChanged(session, terms);
  return { order: after };
}

/** A paid amount is no longer released: if it is returned one day, it waits for an officer again. */
function asFound(order: Order, confirmedOutcome: ConfirmedOutcome): Order {
  if (confirmedOutcome === 'returned') return { ...order, state: confirmedOutcome };
  if (confirmedOutcome === 'rejected') return { ...order, state: confirmedOutcome, returns: [] };
  // Parts that came back stay with the bank's references; only a return of the whole order is denied.
  const returns = returnedFenOf(order) === order.amountFen ? [] : order.returns;
  return { ...order, state: confirmedOutcome, release: null, returns };
}

/** Parts that came back while it was held were only noted, and count now. */
function withPartsOfMeanwhile(order: Order, { statuses, returns }: Order, now: Date): Order {
  if (order.state !== 'paid') return order;
  let after = order;
  for (const { status, reason, by, returned } of statuses) {
    if (status !== 'returned' || returned === undefined || returned.fen === null) continue;
    if (returns.some(({ reference }) => reference === returned.reference)) continue;
    after = afterStatus(after, { status, reason, by, returned }, now).order;
  }
  return after;
}
