import type { Session } from '@duixian/runtime';
import { budgetId } from '../budgets/domain/budget.ts';
import type { EntityState } from '../entitlements/domain/apply-entitlements.ts';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import { fiscalYearOf, type Terms } from '../orders/domain/order.ts';
import type { Collections, OrderDocument } from './collections.ts';
import { loadLedgerSession } from './load-ledger-session.ts';
import { currentOrder } from './save-decision.ts';

/** What a decision may touch. */
export interface Scope {
  readonly usccs?: Iterable<string>;
  /** What awards publishes about whole entities: the members it names are read as far as it changes them. */
  readonly states?: readonly EntityState[];
  readonly orders?: readonly string[];
  /** Whether the ledgers of their payees are in scope too: not if no money can move. */
  readonly ledgersOfOrders?: boolean;
  /** Entities whose accounts (收款账户) may change. */
  readonly payees?: readonly string[];
  /** In addition to those of this fiscal year's programmes and of the orders in scope. */
  readonly budgets?: readonly string[];
}

interface Read {
  readonly ledgerSession: LedgerSession;
  /** The orders in scope, before the decision. */
  readonly before: Map<string, OrderDocument>;
}

export async function readScope(
  collections: Collections,
  scope: Scope,
  { programmes, now }: Terms,
  session: Session,
): Promise<Read> {
  const before = await readOrders(collections, scope.orders ?? [], session);
  const ofOrders = scope.ledgersOfOrders === false ? [] : [...before.values()];
  const usccs = [...(scope.usccs ?? []), ...ofOrders.map(({ payeeUscc }) => payeeUscc)];
  // A decision that settles an entity may order from any of its programmes.
  const settles = usccs.length > 0 || (scope.states ?? []).length > 0;
  const kept = programmes.filter(({ budgeted }) => budgeted && settles);
  const budgets = new Set([
    ...(scope.budgets ?? []),
    ...kept.map(({ id }) => budgetId(fiscalYearOf(now), id)),
    ...ofOrders.flatMap(({ budget }) => (budget === '' ? [] : [budget])),
  ]);
  const asked = {
    ...{ usccs, states: scope.states ?? [], payees: scope.payees ?? [], budgets: [...budgets] },
    ...{ programmes, now },
  };
  const ledgerSession = await loadLedgerSession(collections, asked, session);
  return { ledgerSession, before };
}

async function readOrders(
  { orders }: Collections,
  ids: readonly string[],
  session: Session,
): Promise<Map<string, OrderDocument>> {
  if (ids.length === 0) return new Map();
  const documents = await orders.find({ _id: { $in: [...ids] } }, { session }).toArray();
  return new Map(documents.map((document) => [document._id, currentOrder(document)]));
}
