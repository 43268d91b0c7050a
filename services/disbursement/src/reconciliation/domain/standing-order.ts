import type { Fen } from '@duixian/values';
import type { Order, OrderState } from '../../orders/domain/order.ts';
import { afterStatus } from '../../orders/domain/record-status.ts';

/** A part that came back (部分退款), as it is stored here. */
export interface StandingReturn {
  readonly fen: Fen;
  /** It was reported to us on that day. */
  readonly isOfDay: boolean;
}

/** What the statement of a day is compared with. */
export interface StandingOrder {
  readonly id: string;
  readonly amountFen: Fen;
  readonly payeeName: string;
  readonly payeeAccountNo: string;
  /** The current state. */
  readonly state: OrderState;
  /** All that came back of it by now, part by part. */
  readonly returns: readonly StandingReturn[];
  /**
   * What was reported to us on that day, and when; null if it was not that money moved. `returned`: all of it
   * came back that day; `paid`: it was paid, or a part of it came back.
   */
  readonly reported: {
    readonly state: 'paid' | 'returned';
    readonly isPaid: boolean;
    readonly at: Date;
  } | null;
}

/** The instants of a day; `until` is the first after it. */
export interface DayBounds {
  readonly from: Date;
  readonly until: Date;
}

/** A status that was noted without effect, because it was late or an exception, is not part of our side. */
export function standingOn(order: Order, day: DayBounds): StandingOrder {
  const { id, amountFen, payeeName, payeeAccountNo, state } = order;
  const returns = returnsOf(order, day);
  const paidAt = paidAtOn(order, day);
  const backAt = lastReturnOn(order, day);
  const at = backAt ?? paidAt;
  const backFen = returns.reduce((sum, { fen, isOfDay }) => (isOfDay ? sum + fen : sum), 0n);
  const reported =
    at && ({ state: backFen === amountFen ? 'returned' : 'paid', isPaid: paidAt !== null, at } as const);
  return { id, amountFen, payeeName, payeeAccountNo, state, returns, reported };
}

function isOn({ from, until }: DayBounds, at: Date): boolean {
  return at >= from && at < until;
}

function returnsOf(order: Order, day: DayBounds): StandingReturn[] {
  if (order.returns.length > 0) return order.returns.map(({ fen, at }) => ({ fen, isOfDay: isOn(day, at) }));
  // From before parts could come back, or confirmed by an officer who found it out.
  if (order.state !== 'returned') return [];
  return [{ fen: order.amountFen, isOfDay: lastReturnOn(order, day) !== null }];
}

function lastReturnOn(order: Order, day: DayBounds): Date | null {
  return lastEffectOn(order, 'returned', day);
}

function paidAtOn(order: Order, day: DayBounds): Date | null {
  return lastEffectOn(order, 'paid', day);
}

/** Replays the statuses in the order in which they came. */
function lastEffectOn(order: Order, wanted: 'paid' | 'returned', day: DayBounds): Date | null {
  let found: Date | null = null;
  let then: Order = { ...order, state: 'issued', contradiction: '', statuses: [], returns: [] };
  for (const { status, reason, returned, at } of order.statuses) {
    const report = { status: status === 'issued' ? ('sent' as const) : status, reason, returned };
    const outcome = afterStatus(then, report, at);
    then = outcome.order;
    if (outcome.effect === 'recorded' && status === wanted && isOn(day, at)) found = at;
  }
  return found;
}
