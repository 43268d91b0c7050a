import { payableOf } from '../../ledger/domain/ledger.ts';
import { type LedgerSession, ledgerOf } from '../../ledger/domain/ledger-session.ts';
import { isReleasable, type Order, type Terms } from './order.ts';
import { holdingsOf, moveMoney } from './order-holdings.ts';
import { settleChanged } from './record-status.ts';

export type ReleaseRefusal =
  | 'not-rejected-or-returned'
  | 'already-released'
  | 'contradiction'
  /** The person who reported what became of it does not release it to be paid again. */
  | 'same-person';

/**
 * After correcting the cause, an officer releases a refused, rejected or returned amount so that it can be
 * applied for again: it leaves what is ordered, is open again, and settles like any open amount, straight
 * through or with the next payment run, in a new order under a new id that names this one. Without this step
 * a rejection would loop; with it a late "paid" never pays twice, because it meets a released order. If the
 * order is paid, only the parts that came back are released, and the rest stays paid.
 */
export function releaseOrder(
  session: LedgerSession,
  order: Order,
  by: string,
  reason: string,
  terms: Terms,
): { order: Order } | { refusal: ReleaseRefusal } {
  if (order.contradiction !== '') return { refusal: 'contradiction' };
  if (!isReleasable(order)) {
    const wasReleased = order.release !== null || order.returns.length > 0;
    return { refusal: wasReleased ? 'already-released' : 'not-rejected-or-returned' };
  }
  if (order.statuses.some((note) => note.by === by)) return { refusal: 'same-person' };
  const release = { by, reason, at: terms.now };
  const after: Order = {
    ...order,
    updatedAt: terms.now,
    returns: order.returns.map((part) => (part.release === null ? { ...part, release } : part)),
    release: order.state === 'paid' ? null : release,
  };
  const ledger = ledgerOf(session, order.payeeUscc);
  for (const { year, group } of holdingsOf(order).underWay)
    payableOf(ledger, year, group).replaces = order.id;
  moveMoney(session, order, after, { kind: 'release', id: order.id, by, reason });
  settleChanged(session, terms);
  return { order: after };
}
