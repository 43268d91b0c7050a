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
  /** Who reported or resolved it before does not resolve it. */
  | 'same-person';

/**
 * An officer, having asked the treasury, says what became of an order of which it said things that cannot be true
 * together, on a paper that is named. The money follows. Where a released amount was paid after all it counts as paid, so
 * that what was ordered in its place is too much: the account falls below zero, and is recovered like any other.
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

/** What was paid was not released: should it be returned one day, it waits for an officer again. */
function asFound(order: Order, confirmedOutcome: ConfirmedOutcome): Order {
  if (confirmedOutcome === 'returned') return { ...order, state: confirmedOutcome };
  if (confirmedOutcome === 'rejected') return { ...order, state: confirmedOutcome, returns: [] };
  // Parts that came back stay with the bank's references; that all of it came back is what is denied.
  const returns = returnedFenOf(order) === order.amountFen ? [] : order.returns;
  return { ...order, state: confirmedOutcome, release: null, returns };
}

/** What came back of it while it was held was noted only. */
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
