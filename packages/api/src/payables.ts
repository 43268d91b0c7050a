import { z } from 'zod';
import { fen, sumFen } from './amounts.ts';
import { next, page, uscc } from './parameters.ts';
import { route } from './route.ts';

/** A payable (应付): the entitlement of an account in money. */
export const payableSchema = z.strictObject({
  entity: z.string(),
  uscc: z.string().describe('Under which the orders were issued.'),
  year: z.int(),
  group: z.string(),
  entitledFen: fen,
  reservedFen: sumFen.describe(
    'Held by a published run; neither ordered nor outstanding. Fen; null: beyond exact.',
  ),
  orderedFen: sumFen,
  paidFen: sumFen,
  nettedOutFen: sumFen.describe(
    "Signed: what other accounts' recoveries took from this one, less what its own took. Fen; null: beyond exact.",
  ),
  receivedFen: sumFen.describe('What the entity paid back (追回). Fen; null: beyond exact.'),
  writtenOffFen: sumFen.describe('What it need not pay back, by a decision. Fen; null: beyond exact.'),
  openFen: sumFen.describe('Positive: to pay. Negative: to recover. Fen; null: beyond exact.'),
  recoverableFen: sumFen.describe(
    'Of what is to recover: paid, and can be netted now. Fen; null: beyond exact.',
  ),
  holds: z.array(z.string()).describe('While there is any, nothing is ordered.'),
});

export const listPayables = route({
  method: 'GET',
  path: '/v1/payables',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'What is to be paid, was ordered and was paid',
  summaryZh: '应付、已申请、已支付',
  query: z.strictObject({ entity: uscc.optional(), ...page }),
  answer: z.strictObject({ payables: z.array(payableSchema), next }),
  problems: ['unavailable'],
});
