import { type Books, ledgerOf, movements, post } from './books.ts';
import type { Book } from './entry.ts';
import { groupsChanged } from './membership.ts';
import type { Order, Terms } from './order.ts';
import { effectOf, type StatusEffect, type TreasuryStatus } from './order-status.ts';
import { settle } from './settle.ts';

export interface StatusReport {
  readonly status: TreasuryStatus;
  readonly reason: string;
}

/**
 * Records what the treasury says of an order. `paid` moves its amount from under way to paid; `returned` moves it back,
 * because money that is not with the payee cannot be recovered from it; it stays ordered until an officer releases it.
 * The order's ledger is that of its payee.
 */
export function recordStatus(
  books: Books,
  order: Order,
  report: StatusReport,
  now: Date,
): { order: Order; effect: StatusEffect } {
  const effect = effectOf(order, report.status);
  if (effect === 'none') return { order, effect };
  const noted = { ...order, updatedAt: now, statuses: [...order.statuses, { ...report, at: now }] };
  if (effect === 'contradiction' || report.status === 'conflict') {
    const contradiction = order.contradiction || contradictionOf(order, report);
    return { order: { ...noted, contradiction }, effect: 'contradiction' };
  }
  moveMoney(books, order, report.status);
  return { order: { ...noted, state: report.status, treasuryReason: report.reason }, effect };
}

/** What was paid can be recovered: an entity with something to recover is settled again. */
export function settleChanged(books: Books, terms: Terms): void {
  for (const group of groupsChanged(books)) settle(books, group, terms);
}

/** Whether a status can change a ledger; of the others only the order tells. */
export function movesMoney(status: TreasuryStatus): boolean {
  return status === 'paid' || status === 'returned';
}

function moveMoney(books: Books, order: Order, status: TreasuryStatus): void {
  const cause = { kind: 'status', id: order.id, status } as const;
  const move = (from: Book, to: Book) =>
    post(books, ledgerOf(books, order.payeeUscc), cause, movements(order.lines, from, to));
  if (status === 'paid') move('underWay', 'paid');
  if (status === 'returned' && order.state === 'paid') move('paid', 'underWay');
}

function contradictionOf(order: Order, { status, reason }: StatusReport): string {
  const because = reason === '' ? '' : ` (${reason})`;
  if (status === 'conflict') return `the treasury knows this id with other content${because}`;
  const released = order.release === null ? '' : ' and released';
  return `the treasury says "${status}"${because} of an order that is ${order.state}${released}`;
}
