import type { budgetsV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, exactSum, fen, sumFen } from '../json/exact-number.ts';

const change = z.strictObject({
  number: z.int().describe('Counts the changes of the budget, from 1.'),
  appropriatedFen: fen.describe('What it is from then on. Fen.'),
  document: z.string(),
  by: z.string(),
  at: z.string(),
});

/** What a programme may spend in a fiscal year (预算指标). */
export const budgetSchema = z
  .strictObject({
    fiscalYear: z.int(),
    programme: z.string().describe('Id of the programme.'),
    name: z.string(),
    functionalCode: z.string().describe('功能分类科目'),
    mode: z.string().describe('straight-through or runs.'),
    isKept: z.boolean().describe('Whether nothing is ordered beyond it.'),
    appropriatedFen: sumFen.describe('Committed, ordered and available together. Fen; null: beyond exact.'),
    committedFen: sumFen.describe('Held by published runs. Fen; null: beyond exact.'),
    orderedFen: sumFen.describe('Orders alive or paid. Fen; null: beyond exact.'),
    availableFen: sumFen.describe(
      'Negative where orders exceed a budget that is not kept to. Fen; null: beyond exact.',
    ),
    paidFen: sumFen.describe('Of what was ordered in this fiscal year. Fen; null: beyond exact.'),
    returnedFen: sumFen.describe('Of what was ordered in this fiscal year. Fen; null: beyond exact.'),
    changes: z.array(change).describe('The papers that set it, in order.'),
  })
  .meta({ id: 'Budget' });

export function budgetJson(budget: budgetsV1.Budget): z.output<typeof budgetSchema> {
  const { fiscalYear, programme, name, functionalCode, mode, isKept, changes } = budget;
  return {
    fiscalYear,
    programme,
    name,
    functionalCode,
    mode,
    isKept,
    appropriatedFen: exactSum(budget.appropriatedFen),
    committedFen: exactSum(budget.committedFen),
    orderedFen: exactSum(budget.orderedFen),
    availableFen: exactSum(budget.availableFen),
    paidFen: exactSum(budget.paidFen),
    returnedFen: exactSum(budget.returnedFen),
    changes: changes.map(({ appropriatedFen, ...rest }) => ({
      ...rest,
      appropriatedFen: exactNumber(appropriatedFen),
    })),
  };
}
