import type { runsV1 } from '@duixian/proto';
import { z } from 'zod';
import { accountAmountJson, accountAmountSchema } from '../accounts/amount-json.ts';
import { exactSum, sumFen } from '../json/exact-number.ts';

const OUT =
  'Why it is out: held, nothing-open, belongs-to-another, objection, cancelled, no-payee, ' +
  'payee-confirmed-by-approver, beyond-exact (its amounts together are more than one order may carry: draft runs by ' +
  'group or year) or defect (its books are wrong: see the log); null: it is in.';

const outcome = z.strictObject({
  upheld: z.boolean().describe('The line stays out.'),
  by: z.string(),
  at: z.string(),
  reason: z.string(),
  document: z.string(),
});

/** What a run pays to one entity. */
export const runLineSchema = z
  .strictObject({
    entity: z.string(),
    name: z.string(),
    amounts: z.array(accountAmountSchema).describe('What it takes of each account now.'),
    published: z.array(accountAmountSchema).describe('As they were frozen and made public.'),
    draftFen: sumFen,
    approvedFen: sumFen.describe('Null: not there yet. Fen.'),
    issuedFen: sumFen.describe('Null: not there yet. Fen.'),
    out: z.string().nullable().describe(OUT),
    objections: z.array(
      z.strictObject({
        reason: z.string(),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        outcome: outcome.nullable().describe('Null: undecided.'),
      }),
    ),
    order: z.string().nullable().describe('Id of its order; null: none.'),
  })
  .meta({ id: 'RunLine' });

export function runLineJson(line: runsV1.RunLine): z.output<typeof runLineSchema> {
  const { entity, name, amounts, published, draftFen, approvedFen, issuedFen, out, objections, order } = line;
  return {
    entity,
    name,
    amounts: amounts.map(accountAmountJson),
    published: published.map(accountAmountJson),
    draftFen: exactSum(draftFen),
    approvedFen: approvedFen === undefined ? null : exactSum(approvedFen),
    issuedFen: issuedFen === undefined ? null : exactSum(issuedFen),
    out: out || null,
    objections: objections.map((objection) => ({ ...objection, outcome: objection.outcome ?? null })),
    order: order || null,
  };
}
