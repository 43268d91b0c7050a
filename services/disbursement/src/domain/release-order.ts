import { type Books, ledgerOf, movements, post } from './books.ts';
import { payableOf } from './ledger.ts';
import { type Order, RELEASABLE, type Terms } from './order.ts';
import { moveBudget } from './place-order.ts';
import { settleChanged } from './record-status.ts';

export type ReleaseRefusal = 'not-rejected-or-returned' | 'already-released' | 'contradiction';

/**
 * An officer, having corrected the cause, lets a refused, rejected or returned amount be applied for anew: it leaves what is
 * ordered, is open again, and settles like any open amount, straight through or with the next run, in a new order under a
 * new id that names this one. Without this step a rejection would loop; with it a late "paid" never pays twice, because it
 * meets a released order.
 */
export function releaseOrder(
  books: Books,
  order: Order,
  by: string,
  reason: string,
  terms: Terms,
): { order: Order } | { refusal: ReleaseRefusal } {
  if (order.contradiction !== '') return { refusal: 'contradiction' };
  if (order.release !== null) return { refusal: 'already-released' };
  if (!(order.state in RELEASABLE)) return { refusal: 'not-rejected-or-returned' };
  const cause = { kind: 'release', id: order.id, by, reason } as const;
  const ledger = ledgerOf(books, order.payeeUscc);
  post(books, ledger, cause, movements(order.lines, 'underWay', 'open'));
  for (const { year, group } of order.lines) payableOf(ledger, year, group).replaces = order.id;
  moveBudget(books, order, 'ordered', 'available');
  settleChanged(books, terms);
  return { order: { ...order, updatedAt: terms.now, release: { by, reason, at: terms.now } } };
}
