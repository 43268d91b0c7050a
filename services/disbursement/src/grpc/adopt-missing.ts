import type { reconciliationV1 } from '@duixian/proto';
import { currentTraceparent, RpcError, rpcStatus } from '@duixian/runtime';
import { yearOf } from '@duixian/values';
import type { Decider } from '../decisions/decider.ts';
import { budgetId } from '../domain/budget.ts';
import { type AdoptRefusal, adoptOrder } from '../domain/reconciliation/adopt-order.ts';
import type { ReconciledItem } from '../domain/reconciliation/reconcile.ts';
import { settleChanged } from '../domain/record-status.ts';
import { itemsOf, type Reconciliations } from '../store/reconciliations.ts';
import { findReconciliation } from './list-reconciliations.ts';

const CHUNK = 200;
const WHY: Record<AdoptRefusal, string> = {
  contradictory: 'its lines in the statement contradict each other: clear that with the treasury',
  'foreign-id': 'its id is none of those that are given here: ask the treasury whose order it is',
  'unknown-account':
    'nothing is known of the account that it names: let awards say again what is due (republish), then try again',
  'payee-differs':
    'it was paid to another name than that of the account it names: clear that with the treasury',
  'no-budget': 'the budget does not have what the treasury paid: set its appropriation anew first',
};

/** In chunks, each one decision; what was taken in stays, so asking again goes on with the rest. */
export async function adoptMissing(
  reconciliations: Reconciliations,
  decider: Decider,
  { id, by }: reconciliationV1.AdoptMissingRequest,
): Promise<reconciliationV1.AdoptMissingResponse> {
  if (by === '') throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'by: who takes them in');
  const reconciliation = await findReconciliation(reconciliations, id);
  if (reconciliation.by === by) {
    const message = 'who reconciled does not take orders in: another person has to';
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, message);
  }
  const orders: reconciliationV1.AdoptMissingResponse_Adopted[] = [];
  let after = '';
  do {
    const page = await itemsOf(reconciliations, id, after, CHUNK);
    const missing = page.items.filter((item) => item.class === 'missing-here');
    if (missing.length > 0) orders.push(...(await adopt(decider, missing, reconciliation.day)));
    after = page.next;
  } while (after !== '');
  return { orders };
}

function adopt(
  decider: Decider,
  items: readonly ReconciledItem[],
  day: string,
): Promise<reconciliationV1.AdoptMissingResponse_Adopted[]> {
  const ids = items.map(({ orderId }) => orderId);
  // An id begins with the USCC of its ledger.
  const usccs = ids.map((orderId) => orderId.split('-')[0] ?? '');
  const kept = decider.settings.programmes.filter(({ budgeted }) => budgeted);
  const budgets = kept.map((programme) => budgetId(yearOf(day), programme.id));
  return decider.decide({ usccs, orders: ids, budgets }, currentTraceparent, (books, orders, terms) => {
    const outcomes = items.map((item) => {
      const refusal = orders.has(item.orderId) ? null : adoptOrder(books, item, day, terms);
      return { orderId: item.orderId, refusal: refusal === null ? '' : WHY[refusal] };
    });
    settleChanged(books, terms);
    return outcomes;
  });
}
