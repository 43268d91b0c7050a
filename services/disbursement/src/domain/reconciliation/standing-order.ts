import type { Fen } from '@duixian/values';
import type { Order, OrderState } from '../order.ts';
import { effectOf } from '../order-status.ts';

/** What the statement of a day is compared with. */
export interface StandingOrder {
  readonly id: string;
  readonly amountFen: Fen;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  /** Now. */
  readonly state: OrderState;
  /** What we heard of it on that day, when; null where that was not that money moved. */
  readonly said: { readonly state: 'paid' | 'returned'; readonly at: Date } | null;
}

/** The instants of a day; `until` is the first after it. */
export interface DayBounds {
  readonly from: Date;
  readonly until: Date;
}

/** What was noted and had no effect, because it was late or contradicted, is nothing that we say. */
export function standingOn(order: Order, { from, until }: DayBounds): StandingOrder {
  const { id, amountFen, payeeName, payeeAccountNo, state } = order;
  let said: StandingOrder['said'] = null;
  let then: Order = { ...order, state: 'issued', contradiction: '', statuses: [] };
  for (const note of order.statuses) {
    const effect = effectOf(then, note.status === 'issued' ? 'sent' : note.status);
    then = {
      ...then,
      statuses: [...then.statuses, note],
      ...(effect === 'recorded' && note.status !== 'conflict' && { state: note.status }),
      ...(effect === 'contradiction' && { contradiction: note.reason || note.status }),
    };
    const { at, status } = note;
    if (effect !== 'recorded' || at < from || at >= until) continue;
    if (status === 'paid' || status === 'returned') said = { state: status, at };
  }
  return { id, amountFen, payeeName, payeeAccountNo, state, said };
}
