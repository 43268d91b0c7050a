import { defined } from '@duixian/values';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { appropriationFen, document, name, requestBody, year } from '../http/parameters.ts';
import { budgetJson, budgetSchema } from './json.ts';

const listBudgets = endpoint({
  method: 'GET',
  path: '/v1/budgets',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: 'What each programme may spend in a fiscal year, and what is left',
  summaryZh: '各项目年度预算指标及其执行',
  query: z.strictObject({ year: year.describe('Fiscal year.') }),
  answer: z.strictObject({ budgets: z.array(budgetSchema) }),
  problems: ['unavailable'],
  async handle({ query }, { budgets }) {
    const answer = await budgets.listBudgets({ fiscalYear: query.year });
    return { budgets: answer.budgets.map(budgetJson) };
  },
});

const appropriate = endpoint({
  method: 'POST',
  path: '/v1/budgets/:year/:programme',
  access: ['treasury'],
  tag: 'Money',
  summary: 'The finance bureau sets what a programme may spend in a fiscal year',
  summaryZh: '财政部门下达或调整预算指标',
  description:
    'The amount is the whole of the year, not what is added. The same amount on the same paper again has no effect. ' +
    '0 withdraws the budget, where nothing is committed or ordered. Refused: less than what is committed and ordered (with ' +
    'the figures), 0 where nothing was appropriated, a programme that is not known.',
  params: z.strictObject({ year, programme: name }),
  body: requestBody({ appropriatedFen: appropriationFen, document }),
  answer: budgetSchema,
  problems: ['not-json', 'conflict', 'unavailable'],
  async handle({ key, params, body }, { budgets }) {
    const { budget } = await budgets.appropriate({
      fiscalYear: params.year,
      programme: params.programme,
      appropriatedFen: BigInt(body.appropriatedFen),
      document: body.document,
      by: key.person,
    });
    return budgetJson(defined(budget, 'a budget is answered'));
  },
});

export const budgetEndpoints: readonly Endpoint[] = [listBudgets, appropriate];
