import { type Cell, refused, repeated, type StateTable, to } from '../../ledger/domain/state-table.ts';
import type { Order, OrderState, StatusNote } from './order.ts';

/** A status that the treasury can report. `conflict`: it knows the id with other content. */
export type TreasuryStatus = Exclude<OrderState, 'issued'> | 'conflict';

/** `none`: already known, or superseded by what is known. */
export type StatusEffect = 'recorded' | 'none' | 'contradiction';

type OrderCell = Cell<OrderState, 'contradiction'>;
const contradiction = refused('contradiction');

/**
 * What each status does to an order in each state. A status may come twice, late or out of order, so an order
 * only moves forward. What cannot both be true (paid after rejected) is an exception (`contradiction`): the
 * ledger does not change, and an officer decides. "Returned" implies that the order was paid before, so a
 * late "paid" after it adds nothing. A refusal of the request itself is superseded by anything that shows
 * that the treasury has the order; the other way round it is an exception.
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
 * `reference`: the bank's reference of a return, because several parts of one order may come back.
 *
 * A held order does not change, whatever comes, until an officer has looked at it. A released order does not
 * change either: in its row only an exception can still happen, because a rejected or returned order never
 * moves.
 */
export function effectOf(order: Order, status: TreasuryStatus, reference = ''): StatusEffect {
  const cell = ORDER_TABLE[order.state][status];
  // After the whole order came back, another part is too much: the code that knows the parts decides.
  if ('repeated' in cell) return status === 'returned' && reference !== '' ? 'recorded' : 'none';
  if (order.contradiction === '') return 'to' in cell ? 'recorded' : 'contradiction';
  const isKnown = (note: StatusNote) =>
    note.status === status && (status !== 'returned' || (note.returned?.reference ?? '') === reference);
  return order.statuses.some(isKnown) ? 'none' : 'contradiction';
}

/** Whether the order is already held for an exception, and this status is one as well. */
export function isHeldBecauseOf({ state, contradiction: held }: Order, status: TreasuryStatus): boolean {
  return held !== '' && 'refused' in ORDER_TABLE[state][status];
}
