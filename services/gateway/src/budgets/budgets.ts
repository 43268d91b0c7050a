import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { budgetJson } from './json.ts';

const listBudgets = endpoint(api.listBudgets, async ({ query }, { budgets }) => {
  const answer = await budgets.listBudgets({ fiscalYear: query.year });
  return { budgets: answer.budgets.map(budgetJson) };
});

const appropriateBudget = endpoint(api.appropriateBudget, async ({ key, params, body }, { budgets }) => {
  const { budget } = await budgets.appropriate({
    fiscalYear: params.year,
    programme: params.programme,
    appropriatedFen: BigInt(body.appropriatedFen),
    document: body.document,
    by: key.person,
  });
  return budgetJson(defined(budget, 'a budget is answered'));
});

export const budgetEndpoints: readonly Endpoint[] = [listBudgets, appropriateBudget];
