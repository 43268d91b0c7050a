import type { Session } from '@duixian/runtime';
import { programmeIdOf } from '../budgets/domain/programme-totals.ts';
import type { Ledger } from '../ledger/domain/ledger.ts';
import { isStraightKnown, noteStraight } from '../ledger/domain/straight-through.ts';
import { releasedFenOf } from '../orders/domain/returned-parts.ts';
import type { Programme } from '../programmes/domain/programme.ts';
import type { Collections } from './collections.ts';
import { orderFrom } from './save-decision.ts';

/** Ledgers whose orders are read in one query. */
const LEDGERS_AT_ONCE = 100;

/**
 * Adds up what was paid straight through for ledgers that do not state it: those of a release before 0.2.0,
 * or which a process of such a release wrote since. Their orders are ranges of the primary key, and it is
 * done once for each.
 */
export async function addStraightThrough(
  { orders }: Collections,
  ledgers: readonly Ledger[],
  programmes: readonly Programme[],
  session?: Session,
): Promise<void> {
  const unknown = ledgers.filter((ledger) => !isStraightKnown(ledger));
  for (const ledger of unknown) ledger.straightThrough = { asOf: ledger.version, sums: [] };
  const withOrders = unknown.filter(({ payables }) => payables.some(({ orderCount }) => orderCount > 0));
  const own = new Map(withOrders.map((ledger) => [ledger.uscc, ledger]));
  for (let at = 0; at < withOrders.length; at += LEDGERS_AT_ONCE) {
    const ranges = withOrders.slice(at, at + LEDGERS_AT_ONCE).map(({ uscc }) => ({
      ...{ _id: { $gte: `${uscc}-`, $lt: `${uscc}.` }, payeeUscc: uscc, run: '' },
    }));
    for await (const document of orders.find({ $or: ranges }, session ? { session } : {})) {
      const order = orderFrom(document);
      const programmeId = programmeIdOf(order, programmes);
      const ledger = own.get(order.payeeUscc);
      if (ledger) noteStraight(ledger, { ...order, programmeId }, order.amountFen - releasedFenOf(order));
    }
  }
}
