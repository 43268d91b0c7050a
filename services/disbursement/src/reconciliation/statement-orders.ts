import { endToEndIdOf } from '../orders/domain/end-to-end-id.ts';
import type { Collections, OrderDocument } from '../unit-of-work/collections.ts';
import { orderFrom } from '../unit-of-work/save-decision.ts';
import { type DayBounds, type StandingOrder, standingOn } from './domain/standing-order.ts';

const CHUNK = 1_000;
const WHAT_IS_COMPARED = {
  amountFen: 1,
  lines: 1,
  payeeName: 1,
  payeeAccountNo: 1,
  state: 1,
  statuses: 1,
  returns: 1,
  schemaVersion: 1,
} as const;

/**
 * The orders that the statement of a day concerns: those it names, and those that we recorded as paid or
 * returned on that day. For the latter all orders are scanned once: every order would pay for an index, and a
 * statement comes once a day.
 */
export async function loadConcerned(
  { orders }: Collections,
  named: ReadonlySet<string>,
  day: DayBounds,
): Promise<StandingOrder[]> {
  const found = new Map<string, StandingOrder>();
  const take = (document: OrderDocument) => {
    const order = standingOn(orderFrom(document), day);
    if (order.reported !== null || named.has(order.id)) found.set(order.id, order);
  };
  const known = {
    status: { $in: ['paid' as const, 'returned' as const] },
    at: { $gte: day.from, $lt: day.until },
  };
  const projection = { projection: WHAT_IS_COMPARED };
  for await (const document of orders.find({ statuses: { $elemMatch: known } }, projection)) take(document);
  const ids = [...named].filter((id) => !found.has(id));
  for (let from = 0; from < ids.length; from += CHUNK) {
    const part = ids.slice(from, from + CHUNK);
    for await (const document of orders.find({ _id: { $in: part } }, projection)) take(document);
  }
  return [...found.values()];
}

/** The ids of the orders with these references for banks; a reference without an order is left out. */
export async function idsOfReferences(
  { orders }: Collections,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let from = 0; from < references.length; from += CHUNK) {
    const part = references.slice(from, from + CHUNK);
    const found = orders.find({ endToEndId: { $in: part } }, { projection: { endToEndId: 1 } });
    for await (const { _id, endToEndId } of found) ids.set(endToEndId, _id);
  }
  if (references.every((reference) => ids.has(reference))) return ids;
  // Orders of 0.1.0 store theirs only after `./duixian migrate` was called; until then it is computed from
  // their ids.
  const asked = new Set(references);
  const before = orders.find({ endToEndId: { $exists: false } }, { projection: { _id: 1 } });
  for await (const { _id } of before) {
    const reference = endToEndIdOf(_id);
    if (asked.has(reference)) ids.set(reference, _id);
  }
  return ids;
}
