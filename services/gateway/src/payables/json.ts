import type { disbursementV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, exactSum, fen, sumFen } from '../json/exact-number.ts';

/** A payable (应付): what an account's entitlement became in money. */
export const payableSchema = z.strictObject({
  entity: z.string(),
  uscc: z.string().describe('Under which the orders were issued.'),
  year: z.int(),
  group: z.string(),
  entitledFen: fen,
  reservedFen: sumFen.describe('Held by a published run; neither ordered nor open. Fen; null: beyond exact.'),
  orderedFen: sumFen,
  paidFen: sumFen,
  nettedOutFen: sumFen.describe(
    "Signed: what other accounts' recoveries took from this one, less what its own took. Fen; null: beyond exact.",
  ),
  receivedFen: sumFen.describe('What the entity gave back (追回). Fen; null: beyond exact.'),
  writtenOffFen: sumFen.describe('What it need not give back, by a decision. Fen; null: beyond exact.'),
  openFen: sumFen.describe('Positive: to pay. Negative: to recover. Fen; null: beyond exact.'),
  recoverableFen: sumFen.describe(
    'Of what is to recover: paid, and can be netted now. Fen; null: beyond exact.',
  ),
  holds: z.array(z.string()).describe('While any stands, nothing is ordered.'),
});

export function payableJson(payable: disbursementV1.Payable): z.output<typeof payableSchema> {
  const { entity, uscc, year, group, holds } = payable;
  return {
    entity,
    uscc,
    year,
    group,
    entitledFen: exactNumber(payable.entitledFen),
    reservedFen: exactSum(payable.reservedFen),
    orderedFen: exactSum(payable.orderedFen),
    paidFen: exactSum(payable.paidFen),
    nettedOutFen: exactSum(payable.nettedOutFen),
    receivedFen: exactSum(payable.receivedFen),
    writtenOffFen: exactSum(payable.writtenOffFen),
    openFen: exactSum(payable.openFen),
    recoverableFen: exactSum(payable.recoverableFen),
    holds,
  };
}
