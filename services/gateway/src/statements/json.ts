import { exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { reconciliationV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function statementJson(
  reconciliation: reconciliationV1.Reconciliation,
): z.output<typeof api.statementSchema> {
  const { here, there, ...rest } = reconciliation;
  return { ...rest, here: sideJson(here), there: sideJson(there) };
}

export function statementItemJson(
  item: reconciliationV1.ReconciledItem,
): z.output<typeof api.statementItemSchema> {
  const { orderId, differences, lines, repeatedLines, amountFen, payeeName, state, saidAt } = item;
  const isHere = item.class !== 'RECONCILED_CLASS_MISSING_HERE';
  return {
    orderId,
    class: plain(item.class, 'RECONCILED_CLASS_') as (typeof api.STATEMENT_CLASSES)[number],
    differences,
    lines: lines.map((line) => ({
      voucherNo: line.voucherNo,
      payeeName: line.payeeName,
      payeeAccountNo: line.payeeAccountNo,
      amountFen: exactSum(line.amountFen),
      state: plain(line.state, 'STATEMENT_STATE_'),
    })),
    repeatedLines,
    amountFen: isHere ? exactSum(amountFen) : null,
    payeeName: isHere ? payeeName : null,
    state: isHere ? state : null,
    reportedAt: saidAt || null,
  };
}

function sideJson(given: reconciliationV1.ReconciledSide | undefined) {
  const { orders, paidFen, returnedFen, rejectedFen } = defined(given, 'both sides are answered');
  return {
    orders,
    paidFen: exactSum(paidFen),
    returnedFen: exactSum(returnedFen),
    rejectedFen: exactSum(rejectedFen),
  };
}

function plain(value: string, prefix: string): string {
  return value.slice(prefix.length).toLowerCase().replaceAll('_', '-');
}
