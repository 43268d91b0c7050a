import type { reconciliationV1 } from '@duixian/proto';
import type { ReconciledClass, ReconciledItem, SideSums } from './domain/reconcile.ts';
import type { LineState, StatementLine } from './domain/statement-line.ts';
import type { ReconciliationDocument } from './stored-reconciliations.ts';

const STATES: Readonly<Record<LineState, reconciliationV1.StatementState>> = {
  paid: 'STATEMENT_STATE_PAID',
  returned: 'STATEMENT_STATE_RETURNED',
  rejected: 'STATEMENT_STATE_REJECTED',
};

const CLASSES: Readonly<Record<ReconciledClass, reconciliationV1.ReconciledClass>> = {
  matched: 'RECONCILED_CLASS_MATCHED',
  'missing-here': 'RECONCILED_CLASS_MISSING_HERE',
  'missing-there': 'RECONCILED_CLASS_MISSING_THERE',
  different: 'RECONCILED_CLASS_DIFFERENT',
};

export function reconciliationMessage(document: ReconciliationDocument): reconciliationV1.Reconciliation {
  const { _id, at, counts, here, there, ...rest } = document;
  return {
    ...rest,
    id: _id,
    at: at.toISOString(),
    matched: counts.matched,
    missingHere: counts['missing-here'],
    missingThere: counts['missing-there'],
    different: counts.different,
    here: sideMessage(here),
    there: sideMessage(there),
  };
}

export function itemMessage(item: ReconciledItem): reconciliationV1.ReconciledItem {
  const { orderId, differences, lines, repeatedLines, order } = item;
  return {
    orderId,
    class: CLASSES[item.class],
    differences: differences.map(({ field, here, there }) => ({ field, here, there: [...there] })),
    lines: lines.map((line) => ({ ...line, state: STATES[line.state] })),
    repeatedLines,
    amountFen: order?.amountFen ?? 0n,
    payeeName: order?.payeeName ?? '',
    state: order?.state ?? '',
    saidAt: order?.reported?.at.toISOString() ?? '',
  };
}

/** undefined if the line has no state. */
export function lineFrom(line: reconciliationV1.StatementLine): StatementLine | undefined {
  for (const [state, message] of Object.entries(STATES))
    if (message === line.state) return { ...line, state: state as LineState };
  return undefined;
}

function sideMessage({
  orders,
  paidFen,
  returnedFen,
  rejectedFen,
}: SideSums): reconciliationV1.ReconciledSide {
  return { orders, paidFen, returnedFen, rejectedFen };
}
