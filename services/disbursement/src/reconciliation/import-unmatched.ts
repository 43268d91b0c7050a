import type { reconciliationV1 } from '@duixian/proto';
import { currentTraceparent, RpcError, rpcStatus } from '@duixian/runtime';
import { yearOf } from '@duixian/values';
import { budgetId } from '../budgets/domain/budget.ts';
import { settleChanged } from '../orders/domain/record-status.ts';
import { replaceRunLines, saveRun } from '../runs/stored-runs.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import type { ImportRefusal, ReconciledBy } from './domain/import-order.ts';
import { partsOfRunOrder } from './domain/import-run-order.ts';
import type { ReconciledItem } from './domain/reconcile.ts';
import { findReconciliation } from './list-reconciliations.ts';
import { itemsOf, type Reconciliations } from './stored-reconciliations.ts';
import { readUnmatched } from './stored-unmatched-orders.ts';
import { UnmatchedOrders } from './unmatched-orders.ts';

const CHUNK = 200;
const WHY: Record<ImportRefusal, string> = {
  contradictory: 'its lines in the statement contradict each other: clear that with the treasury',
  'foreign-id':
    'its id does not have the form of ids here: ask the treasury whose order it is, and for its id if it names a reference for banks',
  'unknown-account':
    'nothing is known of the account that it names: let awards publish its entitlements again (republish), then try again',
  'payee-differs': 'it was paid to another name than that of its account: clear that with the treasury',
  'no-budget': 'the budget does not cover what the treasury paid: set its appropriation again first',
  'run-is-drafted': 'its run is only a draft here: cancel it, then try again',
  'run-is-busy': 'its run is being cancelled: try again when that is done',
  'run-differs': 'its run, as it is here, reserved less for it: cancel the run, then try again',
};

/** In chunks, each one decision; imported orders stay, so asking again continues with the rest. */
export async function importUnmatched(
  reconciliations: Reconciliations,
  decider: Decider,
  { id, by }: reconciliationV1.AdoptMissingRequest,
): Promise<reconciliationV1.AdoptMissingResponse> {
  if (by === '') throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'by: the person who imports them');
  const reconciliation = await findReconciliation(reconciliations, id);
  if (reconciliation.by === by) {
    const message = 'the person who reconciled may not import orders: another person has to';
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, message);
  }
  const orders: reconciliationV1.AdoptMissingResponse_Adopted[] = [];
  let after = '';
  do {
    const page = await itemsOf(reconciliations, id, after, CHUNK);
    const missing = page.items.filter((item) => item.class === 'missing-here');
    if (missing.length > 0) orders.push(...(await importOrders(decider, missing, reconciliation)));
    after = page.next;
  } while (after !== '');
  return { orders };
}

async function importOrders(
  decider: Decider,
  items: readonly ReconciledItem[],
  reconciled: ReconciledBy,
): Promise<reconciliationV1.AdoptMissingResponse_Adopted[]> {
  const { collections, settings } = decider;
  const ids = items.map(({ orderId }) => orderId);
  const kept = settings.programmes.filter(({ budgeted }) => budgeted);
  const outcome = await decider.decideBeside(currentTraceparent, {
    read: async (session) => {
      const read = await readUnmatched(collections, ids, session);
      const years = new Set([yearOf(reconciled.day), ...read.runs.map(({ run }) => run.fiscalYear)]);
      const budgets = kept.flatMap(({ id }) => [...years].map((year) => budgetId(year, id)));
      // An id ends with the USCC of its ledger, or begins with it.
      const usccs = ids.map((id) => partsOfRunOrder(id)?.uscc ?? id.split('-')[0] ?? '');
      return { scope: { usccs: [...usccs, ...ids.map((id) => id.split('-')[0] ?? '')], budgets }, read };
    },
    decide: (ledgerSession, read, terms) => {
      const taken = new UnmatchedOrders(ledgerSession, read, reconciled, terms);
      const orders = items.map((item) => ({ orderId: item.orderId, refusal: taken.take(item) }));
      settleChanged(ledgerSession, terms);
      return { orders, runs: taken.changedRuns, lines: taken.changedLines };
    },
    write: async ({ runs, lines }, session) => {
      await replaceRunLines(collections, lines, session);
      for (const run of runs) await saveRun(collections, run, session);
    },
  });
  return outcome.orders.map(({ orderId, refusal }) => ({
    orderId,
    refusal: refusal === null ? '' : WHY[refusal],
  }));
}
