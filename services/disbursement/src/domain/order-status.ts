import type { Order, OrderState } from './order.ts';
import { type Cell, refused, repeated, type StateTable, to } from './state-table.ts';

/** What a treasury can say of an order. `conflict`: it knows the id with other content. */
export type TreasuryStatus = Exclude<OrderState, 'issued'> | 'conflict';

/** `none`: known already, or overtaken by what is known. */
export type StatusEffect = 'recorded' | 'none' | 'contradiction';

type OrderCell = Cell<OrderState, 'contradiction'>;

/**
 * What each status does to an order in each state. A status may come twice, late or out of order, so an order only moves
 * forward; what cannot be true together (paid after rejected) is a contradiction: the books stay, an officer decides.
 * "Returned" implies that it was paid before, so the late "paid" after it is nothing new.
 */
export const ORDER_TABLE: StateTable<OrderState, TreasuryStatus, 'contradiction'> = {
  issued: row(to('sent'), to('accepted'), to('paid'), to('rejected'), to('returned')),
  sent: row(repeated, to('accepted'), to('paid'), to('rejected'), to('returned')),
  accepted: row(repeated, repeated, to('paid'), to('rejected'), to('returned')),
  paid: row(repeated, repeated, repeated, refused('contradiction'), to('returned')),
  rejected: row(repeated, repeated, refused('contradiction'), repeated, refused('contradiction')),
  returned: row(repeated, repeated, repeated, refused('contradiction'), repeated),
};

function row(
  sent: OrderCell,
  accepted: OrderCell,
  paid: OrderCell,
  rejected: OrderCell,
  returned: OrderCell,
): Record<TreasuryStatus, OrderCell> {
  return { sent, accepted, paid, rejected, returned, conflict: refused('contradiction') };
}

/**
 * An order that is held stays as it is whatever comes, until an officer has looked at it. A released order stays too: in
 * its row only what contradicts can still happen, because a rejected or returned order never moves.
 */
export function effectOf(order: Order, status: TreasuryStatus): StatusEffect {
  const cell = ORDER_TABLE[order.state][status];
  if ('repeated' in cell) return 'none';
  if (order.contradiction === '') return 'to' in cell ? 'recorded' : 'contradiction';
  return order.statuses.some((note) => note.status === status) ? 'none' : 'contradiction';
}
