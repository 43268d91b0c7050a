import { z } from 'zod';
import { fen, sumFen } from './amounts.ts';
import { appropriationFen, document, name, requestBody, year } from './parameters.ts';
import { route } from './route.ts';

const change = z.strictObject({
  number: z.int().describe('Counts the changes of the budget, from 1.'),
  appropriatedFen: fen.describe('The budget from then on. Fen.'),
  document: z.string(),
  by: z.string(),
  at: z.string(),
});

/** The budget of a programme for a fiscal year (预算指标). */
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
      'Negative where orders exceed a budget that does not limit them. Fen; null: beyond exact.',
    ),
    paidFen: sumFen.describe('Of what was ordered in this fiscal year. Fen; null: beyond exact.'),
    returnedFen: sumFen.describe('Of what was ordered in this fiscal year. Fen; null: beyond exact.'),
    changes: z.array(change).describe('The documents that set it, in order.'),
  })
  .meta({ id: 'Budget' });

export const listBudgets = route({
  method: 'GET',
  path: '/v1/budgets',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: 'What each programme may spend in a fiscal year, and what is left',
  summaryZh: '各项目年度预算指标及其执行',
  query: z.strictObject({ year: year.describe('Fiscal year.') }),
  answer: z.strictObject({ budgets: z.array(budgetSchema) }),
  problems: ['unavailable'],
});

export const appropriateBudget = route({
  method: 'POST',
  path: '/v1/budgets/:year/:programme',
  access: ['treasury'],
  tag: 'Money',
  summary: 'The finance bureau sets what a programme may spend in a fiscal year',
  summaryZh: '财政部门下达或调整预算指标',
  description:
    'The amount is the whole of the year, not what is added. The same amount on the same document again has no effect. ' +
    '0 withdraws the budget, where nothing is committed or ordered. Refused: less than what is committed and ordered (with ' +
    'the figures), 0 where nothing was appropriated, a programme that is not known.',
  params: z.strictObject({ year, programme: name }),
  body: requestBody({ appropriatedFen: appropriationFen, document }),
  answer: budgetSchema,
  problems: ['not-json', 'conflict', 'unavailable'],
});
