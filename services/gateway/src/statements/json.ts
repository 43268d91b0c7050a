import type { reconciliationV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { exactSum, sumFen } from '../json/exact-number.ts';

const CLASSES = ['matched', 'missing-here', 'missing-there', 'different'] as const;

const side = z.strictObject({
  orders: z.int(),
  paidFen: sumFen,
  returnedFen: sumFen,
  rejectedFen: sumFen,
});

/** A statement of the treasury that was reconciled (对账). */
export const statementSchema = z
  .strictObject({
    id: z.string(),
    day: z.string(),
    fileName: z.string(),
    sha256: z.string(),
    round: z.int().describe('Counts the comparisons of the same file, from 1.'),
    by: z.string(),
    at: z.string(),
    lines: z.int(),
    repeatedLines: z.int().describe('Identical lines beyond the first; they count once.'),
    matched: z.int(),
    missingHere: z.int().describe('The treasury has it, we do not.'),
    missingThere: z
      .int()
      .describe('We say it was paid or returned on that day; the statement does not have it.'),
    different: z.int(),
    here: side,
    there: side,
  })
  .meta({ id: 'Statement' });

/** An order that needs a look, with all that the statement has under its id. */
export const statementItemSchema = z
  .strictObject({
    orderId: z.string(),
    class: z.enum(CLASSES),
    differences: z.array(
      z.strictObject({
        field: z.string().describe('amount (in fen), payee, account, state or voucher.'),
        here: z.string(),
        there: z.array(z.string()).describe('Several where lines contradict each other.'),
      }),
    ),
    lines: z.array(
      z.strictObject({
        voucherNo: z.string(),
        payeeName: z.string(),
        payeeAccountNo: z.string(),
        amountFen: sumFen,
        state: z.string(),
      }),
    ),
    repeatedLines: z.int(),
    amountFen: sumFen.describe('Here; null where the order is missing here.'),
    payeeName: z.string().nullable(),
    state: z.string().nullable(),
    saidAt: z.string().nullable().describe('When we heard what we say of that day.'),
  })
  .meta({ id: 'StatementItem' });

export function statementJson(
  reconciliation: reconciliationV1.Reconciliation,
): z.output<typeof statementSchema> {
  const { here, there, ...rest } = reconciliation;
  return { ...rest, here: sideJson(here), there: sideJson(there) };
}

export function statementItemJson(
  item: reconciliationV1.ReconciledItem,
): z.output<typeof statementItemSchema> {
  const { orderId, differences, lines, repeatedLines, amountFen, payeeName, state, saidAt } = item;
  const isHere = item.class !== 'RECONCILED_CLASS_MISSING_HERE';
  return {
    orderId,
    class: plain(item.class, 'RECONCILED_CLASS_') as (typeof CLASSES)[number],
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
    saidAt: saidAt || null,
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
