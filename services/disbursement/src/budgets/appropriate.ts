import { currentTraceparent } from '@duixian/runtime';
import type { Decider } from '../unit-of-work/decider.ts';
import { type AppropriationRefusal, type Budget, budgetId } from './domain/budget.ts';

/** Sets what a programme may spend in a fiscal year, or answers why not. */
export function appropriate(
  decider: Decider,
  what: { fiscalYear: number; programme: string; appropriatedFen: bigint; document: string; by: string },
): Promise<{ budget: Budget; isNew: boolean } | AppropriationRefusal> {
  const { fiscalYear, programme, appropriatedFen, document, by } = what;
  const scope = { budgets: [budgetId(fiscalYear, programme)] };
  return decider.decide(scope, currentTraceparent, ({ budgets }, _orders, { now }) => {
    const budget = budgets.of(fiscalYear, programme);
    const last = budget.changes.at(-1);
    if (last?.appropriatedFen === appropriatedFen && last.document === document)
      return { budget, isNew: false };
    const outcome = budgets.appropriate(budget, { appropriatedFen, document, by, at: now });
    return 'budget' in outcome ? { ...outcome, isNew: true } : outcome;
  });
}
