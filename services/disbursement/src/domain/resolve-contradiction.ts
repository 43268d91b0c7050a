import { type Books, ledgerOf, movements, post } from './books.ts';
import { availableOf } from './budget.ts';
import type { Book } from './entry.ts';
import type { Order, Terms } from './order.ts';
import { moveBudget } from './place-order.ts';
import { settleChanged } from './record-status.ts';

/** What became of an order, as the officer found out. */
export type Truth = 'paid' | 'rejected' | 'returned';

export type ResolveRefusal = 'no-contradiction' | 'no-budget';

/**
 * An officer, having asked the treasury, says what became of an order of which it said things that cannot be true
 * together, on a paper that is named. The money follows. Where a released amount was paid after all it counts as paid, so
 * that what was ordered in its place is too much: the account falls below zero, and is recovered like any other.
 */
export function resolveContradiction(
  books: Books,
  order: Order,
  truth: Truth,
  act: { by: string; document: string },
  terms: Terms,
): { order: Order } | { refusal: ResolveRefusal } {
  if (order.contradiction === '') return { refusal: 'no-contradiction' };
  // What was paid was not released: should it be returned one day, it waits for an officer again.
  const after = { ...order, state: truth, release: truth === 'paid' ? null : order.release };
  const [from, to] = [whereMoneyIs(order), whereMoneyIs(after)];
  if (from === 'open' && to === 'paid' && lacksBudget(books, order)) return { refusal: 'no-budget' };
  if (from !== to) {
    const cause = { kind: 'resolution', id: order.id, ...act } as const;
    post(books, ledgerOf(books, order.payeeUscc), cause, movements(order.lines, from, to));
    if (from === 'open') moveBudget(books, order, 'available', 'ordered');
    if (to === 'open') moveBudget(books, order, 'ordered', 'available');
    settleChanged(books, terms);
  }
  const reason = `${act.by}, ${act.document}`;
  const statuses = [...order.statuses, { status: truth, reason, at: terms.now }];
  return { order: { ...after, contradiction: '', treasuryReason: reason, updatedAt: terms.now, statuses } };
}

function whereMoneyIs({ state, release }: Order): Extract<Book, 'paid' | 'open' | 'underWay'> {
  if (state === 'paid') return 'paid';
  return release === null ? 'underWay' : 'open';
}

function lacksBudget({ budgets }: Books, { budget, amountFen }: Order): boolean {
  return budget !== '' && availableOf(budgets.byId(budget)) < amountFen;
}
