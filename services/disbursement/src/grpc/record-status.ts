import type { disbursementV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { IntakeFull, type StatusIntake } from '../decisions/status-intake.ts';
import { isHeldBecauseOf, type StatusEffect, type TreasuryStatus } from '../domain/order-status.ts';
import type { Collections } from '../store/collections.ts';
import { getOrder, noSuchOrder } from './get-order.ts';

const STATUSES: Partial<Record<disbursementV1.OrderState, TreasuryStatus>> = {
  ORDER_STATE_ACCEPTED: 'accepted',
  ORDER_STATE_PAID: 'paid',
  ORDER_STATE_REJECTED: 'rejected',
  ORDER_STATE_RETURNED: 'returned',
};
const EFFECTS: Record<StatusEffect, disbursementV1.StatusEffect> = {
  recorded: 'STATUS_EFFECT_RECORDED',
  none: 'STATUS_EFFECT_NONE',
  contradiction: 'STATUS_EFFECT_CONTRADICTION',
};

export async function recordStatus(
  collections: Collections,
  intake: StatusIntake,
  { id, state, reason }: disbursementV1.RecordStatusRequest,
): Promise<disbursementV1.RecordStatusResponse> {
  const status = STATUSES[state];
  if (!status) {
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: say accepted, paid, rejected or returned');
  }
  if (reason.length > LIMITS.treasuryReason.most)
    throw new RpcError(
      rpcStatus.INVALID_ARGUMENT,
      `reason: at most ${LIMITS.treasuryReason.most} characters`,
    );
  const recorded = await intake.record(id, { status, reason }).catch((error: unknown) => {
    if (error instanceof IntakeFull) throw new RpcError(rpcStatus.RESOURCE_EXHAUSTED, error.message);
    throw error;
  });
  if (!recorded) throw noSuchOrder(id);
  // Said again, what holds an order is no news, and gets the same answer.
  const effect = isHeldBecauseOf(recorded.order, status) ? 'contradiction' : recorded.effect;
  return { order: await getOrder(collections, id), effect: EFFECTS[effect] };
}
