import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { budgetsV1 } from '@duixian/proto';
import type { z } from 'zod';

export function budgetJson(budget: budgetsV1.Budget): z.output<typeof api.budgetSchema> {
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
