import { type Cell, refused, repeated, type StateTable, to } from '../../ledger/domain/state-table.ts';
import type { Order, OrderState, StatusNote } from './order.ts';

/** What a treasury can say of an order. `conflict`: it knows the id with other content. */
export type TreasuryStatus = Exclude<OrderState, 'issued'> | 'conflict';

/** `none`: known already, or overtaken by what is known. */
export type StatusEffect = 'recorded' | 'none' | 'contradiction';

type OrderCell = Cell<OrderState, 'contradiction'>;
const contradiction = refused('contradiction');

/**
 * What each status does to an order in each state. A status may come twice, late or out of order, so an order only moves
 * forward; what cannot be true together (paid after rejected) is a contradiction: the books stay, an officer decides.
 * "Returned" implies that it was paid before, so the late "paid" after it is nothing new. A refusal of the request itself is
 * overtaken by anything that shows that the treasury has the order; the other way round it is a contradiction.
 */
export const ORDER_TABLE: StateTable<OrderState, TreasuryStatus, 'contradiction'> = {
  issued: row(
    to('sent'),
    to('accepted'),
    to('paid'),
    to('rejected'),
    to('returned'),
    to('refused-by-treasury'),
  ),
  sent: row(repeated, to('accepted'), to('paid'), to('rejected'), to('returned')),
  accepted: row(repeated, repeated, to('paid'), to('rejected'), to('returned')),
  paid: row(repeated, repeated, repeated, contradiction, to('returned')),
  rejected: row(repeated, repeated, contradiction, repeated, contradiction),
  returned: row(repeated, repeated, repeated, contradiction, repeated),
  'refused-by-treasury': row(contradiction, contradiction, contradiction, repeated, contradiction),
};

function row(
  sent: OrderCell,
  accepted: OrderCell,
  paid: OrderCell,
  rejected: OrderCell,
  returned: OrderCell,
  refusedByTreasury: OrderCell = repeated,
): Record<TreasuryStatus, OrderCell> {
  return {
    ...{ sent, accepted, paid, rejected, returned },
    'refused-by-treasury': refusedByTreasury,
    conflict: contradiction,
  };
}

/**
 * `reference`: the bank's, of a return, because of one order several parts may come back.
 *
 * An order that is held stays as it is whatever comes, until an officer has looked at it. A released order stays too: in
 * its row only what contradicts can still happen, because a rejected or returned order never moves.
 */
export function effectOf(order: Order, status: TreasuryStatus, reference = ''): StatusEffect {
  const cell = ORDER_TABLE[order.state][status];
  // Of what came back wholly, another part is too much: that is looked at by who knows its parts.
  if ('repeated' in cell) return status === 'returned' && reference !== '' ? 'recorded' : 'none';
  if (order.contradiction === '') return 'to' in cell ? 'recorded' : 'contradiction';
  const isKnown = (note: StatusNote) =>
    note.status === status && (status !== 'returned' || (note.returned?.reference ?? '') === reference);
  return order.statuses.some(isKnown) ? 'none' : 'contradiction';
}

/** Whether this status is one that an order, as it is, is held for. */
export function isHeldBecauseOf({ state, contradiction: held }: Order, status: TreasuryStatus): boolean {
  return held !== '' && 'refused' in ORDER_TABLE[state][status];
}
