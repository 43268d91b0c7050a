import type { Order, OrderState } from './order.ts';

/** What a treasury can say of an order. `conflict`: it knows the id with other content. */
export type TreasuryStatus = Exclude<OrderState, 'issued'> | 'conflict';

/** `none`: known already, or overtaken by what is known. */
export type StatusEffect = 'recorded' | 'none' | 'contradiction';

/**
 * What each status does to an order in each state. A status may come twice, late or out of order, so an order only moves
 * forward; what cannot be true together (paid after rejected) is a contradiction: the books stay, an officer decides.
 * "Returned" implies that it was paid before, so the late "paid" after it is nothing new.
 */
const EFFECTS: Readonly<Record<OrderState, Readonly<Record<TreasuryStatus, StatusEffect>>>> = {
  issued: row('recorded', 'recorded', 'recorded', 'recorded', 'recorded'),
  sent: row('none', 'recorded', 'recorded', 'recorded', 'recorded'),
  accepted: row('none', 'none', 'recorded', 'recorded', 'recorded'),
  paid: row('none', 'none', 'none', 'contradiction', 'recorded'),
  rejected: row('none', 'none', 'contradiction', 'none', 'contradiction'),
  returned: row('none', 'none', 'none', 'contradiction', 'none'),
};

function row(
  sent: StatusEffect,
  accepted: StatusEffect,
  paid: StatusEffect,
  rejected: StatusEffect,
  returned: StatusEffect,
): Record<TreasuryStatus, StatusEffect> {
  return { sent, accepted, paid, rejected, returned, conflict: 'contradiction' };
}

/**
 * An order that is held stays as it is whatever comes, until an officer has looked at it. A released order stays too: in
 * its row only what contradicts can still happen, because a rejected or returned order never moves.
 */
export function effectOf(order: Order, status: TreasuryStatus): StatusEffect {
  const effect = EFFECTS[order.state][status];
  if (effect === 'none' || order.contradiction === '') return effect;
  return order.statuses.some((note) => note.status === status) ? 'none' : 'contradiction';
}
