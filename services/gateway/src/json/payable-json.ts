import type { disbursementV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, fen } from './exact-number.ts';

/** A payable (应付): what an account's entitlement became in money. */
export const payableSchema = z.strictObject({
  entity: z.string(),
  uscc: z.string().describe('Under which the orders were issued.'),
  year: z.int(),
  group: z.string(),
  entitledFen: fen,
  reservedFen: fen.describe('Held by a published run; neither ordered nor open. Fen.'),
  orderedFen: fen,
  paidFen: fen,
  nettedOutFen: fen.describe(
    "Signed: what other accounts' recoveries took from this one, less what its own took. Fen.",
  ),
  receivedFen: fen.describe('What the entity gave back (追回). Fen.'),
  writtenOffFen: fen.describe('What it need not give back, by a decision. Fen.'),
  openFen: fen.describe('Positive: to pay. Negative: to recover. Fen.'),
  recoverableFen: fen.describe('Of what is to recover: paid, and can be netted now. Fen.'),
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
    reservedFen: exactNumber(payable.reservedFen),
    orderedFen: exactNumber(payable.orderedFen),
    paidFen: exactNumber(payable.paidFen),
    nettedOutFen: exactNumber(payable.nettedOutFen),
    receivedFen: exactNumber(payable.receivedFen),
    writtenOffFen: exactNumber(payable.writtenOffFen),
    openFen: exactNumber(payable.openFen),
    recoverableFen: exactNumber(payable.recoverableFen),
    holds,
  };
}
