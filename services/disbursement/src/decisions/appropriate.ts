import { currentTraceparent } from '@duixian/runtime';
import { type Budget, budgetId } from '../domain/budget.ts';
import type { Decider } from './decider.ts';

/** Sets what a programme may spend in a fiscal year; answers by how much it would fall short of what is promised. */
export function appropriate(
  decider: Decider,
  what: { fiscalYear: number; programme: string; appropriatedFen: bigint; document: string; by: string },
): Promise<{ budget: Budget; isNew: boolean } | { shortFen: bigint }> {
  const { fiscalYear, programme, appropriatedFen, document, by } = what;
  const scope = { budgets: [budgetId(fiscalYear, programme)] };
  return decider.decide(scope, currentTraceparent, ({ budgets }, _orders, { now }) => {
    const budget = budgets.of(fiscalYear, programme);
    const last = budget.changes.at(-1);
    if (last?.appropriatedFen === appropriatedFen && last.document === document)
      return { budget, isNew: false };
    const outcome = budgets.appropriate(budget, { appropriatedFen, document, by, at: now });
    return 'shortFen' in outcome ? outcome : { ...outcome, isNew: true };
  });
}
