import type { Reconciled } from './reconciliation/reconcile.ts';

/** Nothing is ordered from `at` on. */
export interface Suspension {
  readonly by: string;
  readonly at: Date;
  readonly because: string;
}

export type PastSuspension = Suspension & {
  readonly resumption: { readonly by: string; readonly at: Date; readonly reconciliationId: string };
};

export type ResumeRefusal = 'not-suspended' | 'reconciled-before' | 'missing-here';

/**
 * After a suspension orders are made again only on a statement of the treasury that was reconciled since, and that has no
 * order which is missing here: such an order would be made, and paid, a second time.
 */
export function mayResume(
  suspension: Suspension | null,
  reconciliation: Pick<Reconciled, 'counts'> & { readonly at: Date },
): { suspension: Suspension } | { refusal: ResumeRefusal } {
  if (suspension === null) return { refusal: 'not-suspended' };
  if (reconciliation.at <= suspension.at) return { refusal: 'reconciled-before' };
  if (reconciliation.counts['missing-here'] > 0) return { refusal: 'missing-here' };
  return { suspension };
}
