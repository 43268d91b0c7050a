import type { Authorization } from '../../ledger/domain/authorization.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import {
  clearIfSettled,
  demand,
  type Recovery,
  type RecoveryOutcome,
  type RecoveryRefusal,
} from './recovery.ts';

/**
 * There is one demand at a time; a demand that netting settled meanwhile makes room, and is among `others`.
 */
export function demandRest(
  group: Group,
  known: readonly Recovery[],
  act: Authorization & { reason: string; dueOn: string },
  demandAfterMs: number,
):
  | (Extract<RecoveryOutcome, { recovery: Recovery }> & { readonly others: readonly Recovery[] })
  | { readonly refusal: RecoveryRefusal } {
  const cleared = known.map((recovery) => clearIfSettled(recovery, group, act));
  if (cleared.some(({ state }) => state === 'demanded')) return { refusal: 'already-demanded' };
  const outcome = demand(group, known.length + 1, act, demandAfterMs);
  const others = cleared.filter((recovery, index) => recovery !== known[index]);
  return 'refusal' in outcome ? outcome : { ...outcome, others };
}
