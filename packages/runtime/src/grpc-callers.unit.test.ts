import { awardsV1, budgetsV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { mayCall } from './grpc-callers.ts';

const { explainAccounts, getPolicy, listAccounts, exportResult } = awardsV1.AwardsServiceService;
const { appropriate } = budgetsV1.BudgetServiceService;
const ALL = [explainAccounts, getPolicy, listAccounts, exportResult, appropriate];

it.each([
  ['gateway', ALL],
  ['disbursement', [explainAccounts, getPolicy]],
  ['awards', []],
  ['nobody', []],
  ['constructor', []],
])('%s may call what it needs, and nothing else', (caller, methods) => {
  expect(ALL.filter(({ path }) => mayCall(caller, path))).toEqual(methods);
});
