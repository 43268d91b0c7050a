import { type DayBounds, type StandingOrder, standingOn } from '../domain/reconciliation/standing-order.ts';
import type { Collections, OrderDocument } from './collections.ts';
import { orderFrom } from './save-decision.ts';

const CHUNK = 1_000;
const WHAT_IS_COMPARED = {
  amountFen: 1,
  payeeName: 1,
  payeeAccountNo: 1,
  state: 1,
  statuses: 1,
} as const;

/**
 * The orders that the statement of a day concerns: those it names, and those of which we say that they were paid or
 * returned on that day. For the latter all orders are read through once: an index would be paid for by every order, and
 * a statement comes once a day.
 */
export async function loadConcerned(
  { orders }: Collections,
  named: ReadonlySet<string>,
  day: DayBounds,
): Promise<StandingOrder[]> {
  const found = new Map<string, StandingOrder>();
  const take = (document: OrderDocument) => {
    const order = standingOn(orderFrom(document), day);
    if (order.said !== null || named.has(order.id)) found.set(order.id, order);
  };
  const told = {
    status: { $in: ['paid' as const, 'returned' as const] },
    at: { $gte: day.from, $lt: day.until },
  };
  const projection = { projection: WHAT_IS_COMPARED };
  for await (const document of orders.find({ statuses: { $elemMatch: told } }, projection)) take(document);
  const ids = [...named].filter((id) => !found.has(id));
  for (let from = 0; from < ids.length; from += CHUNK) {
    const part = ids.slice(from, from + CHUNK);
    for await (const document of orders.find({ _id: { $in: part } }, projection)) take(document);
  }
  return [...found.values()];
}
