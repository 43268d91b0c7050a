import { budgetId } from '../../src/budgets/domain/budget.ts';
import {
  applyEntitlements,
  type EntityState,
  newestOf,
} from '../../src/entitlements/domain/apply-entitlements.ts';
import type { Order } from '../../src/orders/domain/order.ts';
import { recordStatus, type StatusReport, settleChanged } from '../../src/orders/domain/record-status.ts';
import { type ReleaseRefusal, releaseOrder } from '../../src/orders/domain/release-order.ts';
import {
  type ConfirmedOutcome,
  type ResolveRefusal,
  resolveException,
} from '../../src/orders/domain/resolve-exception.ts';
import { type ChangeOutcome, changePayee, type PayeeAct } from '../../src/payees/domain/change-payee.ts';
import { hasAccount, proposalOf } from '../../src/payees/domain/payee.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** What awards publishes. */
export function consume(attempt: UnitOfWork, states: readonly EntityState[]): boolean[] {
  return applyEntitlements(attempt.open({ states: newestOf(states) }), states, attempt.terms);
}

/** What the treasury reports about known orders. */
export function recordStatuses(
  attempt: UnitOfWork,
  reports: readonly (StatusReport & { readonly id: string })[],
): Order[] {
  const orders = new Map(
    reports.flatMap(({ id }) => {
      const order = attempt.store.orders.get(id);
      return order ? [[id, order] as const] : [];
    }),
  );
  const session = attempt.open({ orders: [...orders.values()] });
  const changed = new Map<string, Order>();
  for (const { id, ...report } of reports) {
    const order = changed.get(id) ?? orders.get(id);
    if (!order) continue;
    const after = recordStatus(session, order, report, attempt.terms.now).order;
    if (after !== order) changed.set(id, after);
  }
  settleChanged(session, attempt.terms);
  for (const order of changed.values()) attempt.putOrder(order);
  return [...changed.values()];
}

export function release(attempt: UnitOfWork, order: Order, by: string): ReleaseRefusal | undefined {
  const session = attempt.open({ orders: [order] });
  const outcome = releaseOrder(session, order, by, 'account corrected', attempt.terms);
  if ('refusal' in outcome) return outcome.refusal;
  attempt.putOrder(outcome.order);
  return undefined;
}

export function resolve(
  attempt: UnitOfWork,
  order: Order,
  confirmedOutcome: ConfirmedOutcome,
  by: string,
): ResolveRefusal | undefined {
  const act = { by, document: 'letter of the treasury' };
  const outcome = resolveException(
    attempt.open({ orders: [order] }),
    order,
    confirmedOutcome,
    act,
    attempt.terms,
  );
  if ('refusal' in outcome) return outcome.refusal;
  attempt.putOrder(outcome.order);
  return undefined;
}

/** Answers why not, or by how much it would fall short of what is committed. */
export function appropriate(
  attempt: UnitOfWork,
  what: { fiscalYear: number; programme: string; appropriatedFen: bigint },
): 'nothing-to-withdraw' | { shortFen: bigint } | undefined {
  const { fiscalYear, programme, appropriatedFen } = what;
  const { budgets } = attempt.open({ budgets: [budgetId(fiscalYear, programme)] });
  const change = { appropriatedFen, document: 'budget', by: 'bureau', at: attempt.terms.now };
  const outcome = budgets.appropriate(budgets.of(fiscalYear, programme), change);
  if ('refusal' in outcome) return outcome.refusal;
  return 'shortFen' in outcome ? outcome : undefined;
}

export function changeAccount(attempt: UnitOfWork, uscc: string, what: PayeeAct, by: string): ChangeOutcome {
  const act = { by, because: 'letter', at: attempt.terms.now };
  const session = attempt.open({ usccs: [uscc], payees: [uscc] });
  const { payees } = attempt.store;
  const own = payees.get(uscc);
  const known = 'confirm' in what && own ? proposalOf(own, what.confirm)?.accountNo : undefined;
  const accountNo = 'propose' in what ? what.propose.accountNo : known;
  const holders = [...payees.values()].filter((one) => accountNo !== undefined && hasAccount(one, accountNo));
  return changePayee(session, uscc, what, act, attempt.terms, holders);
}
