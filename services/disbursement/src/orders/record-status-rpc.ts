import type { disbursementV1 } from '@duixian/proto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { formatYuan, ID, LIMITS } from '@duixian/values';
import { isDemander } from '../recoveries/domain/recovery.ts';
import { recoveriesOf } from '../recoveries/stored-recoveries.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { refuseIf, textFault } from '../wire/request-faults.ts';
import type { Order } from './domain/order.ts';
import { isHeldBecauseOf, type StatusEffect, type TreasuryStatus } from './domain/order-status.ts';
import type { RecordedStatus } from './domain/record-status.ts';
import { type ReturnRefusal, returnedFenOf } from './domain/returned-parts.ts';
import { getOrder, noSuchOrder } from './get-order.ts';
import { IntakeFull, type StatusIntake } from './status-intake.ts';

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

export function recordStatus(
  collections: Collections,
  intake: StatusIntake,
  { id, state, reason, returnedFen, reference, by }: disbursementV1.RecordStatusRequest,
): Promise<RecordedStatus | undefined> {
  const status = STATUSES[state];
  if (!status) {
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: say accepted, paid, rejected or returned');
  }
  if (reason.length > LIMITS.treasuryReason.most)
    throw new RpcError(
      rpcStatus.INVALID_ARGUMENT,
      `reason: at most ${LIMITS.treasuryReason.most} characters`,
    );
  refuseIf(faultsOfReturn(status, returnedFen, reference));
  const returned = status === 'returned' ? { fen: returnedFen ?? null, reference } : undefined;
  const record = () =>
    intake.record(id, { status, reason, by, returned }).catch((error: unknown) => {
      if (error instanceof IntakeFull) throw new RpcError(rpcStatus.RESOURCE_EXHAUSTED, error.message);
      throw error;
    });
  return by === '' ? record() : mustNotDemandIt(collections, id, by).then(record);
}

export async function recordedStatus(
  collections: Collections,
  recorded: RecordedStatus | undefined,
  { id, state }: disbursementV1.RecordStatusRequest,
  session?: Session,
): Promise<disbursementV1.RecordStatusResponse> {
  if (!recorded) throw noSuchOrder(id);
  if (recorded.refusal) throw refusedReturn(recorded.order, recorded.refusal);
  // When a status that holds the order is reported again, nothing changes, and it gets the same answer.
  const status = STATUSES[state];
  const effect = status && isHeldBecauseOf(recorded.order, status) ? 'contradiction' : recorded.effect;
  return { order: await getOrder(collections, id, session), effect: EFFECTS[effect] };
}

const DEMANDER =
  'who demanded money back from its payee does not report what became of it, which changes what is to be recovered: another person has to';

async function mustNotDemandIt(collections: Collections, id: string, by: string): Promise<void> {
  if (await demandsFromItsPayee(collections, id, by))
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, `order "${id}": ${DEMANDER}`);
}

/** A reported return lowers what can be recovered, as a receipt does. */
async function demandsFromItsPayee(collections: Collections, id: string, by: string): Promise<boolean> {
  const order = await collections.orders.findOne({ _id: id }, { projection: { payeeUscc: 1 } });
  const ledger =
    order && (await collections.ledgers.findOne({ _id: order.payeeUscc }, { projection: { entity: 1 } }));
  if (!ledger) return false;
  // A demand keeps the USCC under which it was made, also where its entity has got a parent since.
  const usccs = new Set([ledger.entity, order.payeeUscc]);
  const recoveries = await Promise.all([...usccs].map((uscc) => recoveriesOf(collections, uscc)));
  return recoveries.flat().some((recovery) => recovery.state === 'demanded' && isDemander(recovery, { by }));
}

function faultsOfReturn(
  status: TreasuryStatus,
  returnedFen: bigint | undefined,
  reference: string,
): (string | false)[] {
  const isOther = status !== 'returned';
  return [
    isOther && returnedFen !== undefined && 'returnedFen: only with returned',
    isOther && reference !== '' && 'reference: only with returned',
    returnedFen !== undefined && returnedFen <= 0n && 'returnedFen: more than 0',
    !isOther && returnedFen !== undefined && textFault('reference', reference, NEEDS_REFERENCE, ID),
    returnedFen === undefined && reference !== '' && textFault('reference', reference, '', ID),
  ];
}

const NEEDS_REFERENCE = "the bank's reference of the part that came back, so that it counts once";

function refusedReturn(order: Order, refusal: ReturnRefusal): RpcError {
  const back = `${formatYuan(returnedFenOf(order))} of ${formatYuan(order.amountFen)} yuan came back`;
  const why: Record<ReturnRefusal, string> = {
    'more-than-paid': `${back} already; this part is more than the rest`,
    'another-amount': `its reference stands for another amount; ${back} by now`,
    'too-many-parts': `${back} in ${LIMITS.returnedParts.most} parts, as many as an order keeps; all that is left may come back at once (without returnedFen)`,
  };
  return new RpcError(
    rpcStatus.FAILED_PRECONDITION,
    `order "${order.id}": ${why[refusal]}. Nothing was recorded`,
  );
}
