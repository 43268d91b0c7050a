import type { disbursementV1 } from '@duixian/proto';
import type { OrderState, Release, ReturnedPart } from '../orders/domain/order.ts';
import { returnedFenOf } from '../orders/domain/returned-parts.ts';
import type { OrderDocument } from './collections.ts';

export const ORDER_STATES: Readonly<Record<OrderState, disbursementV1.OrderState>> = {
  issued: 'ORDER_STATE_ISSUED',
  sent: 'ORDER_STATE_SENT',
  accepted: 'ORDER_STATE_ACCEPTED',
  paid: 'ORDER_STATE_PAID',
  rejected: 'ORDER_STATE_REJECTED',
  returned: 'ORDER_STATE_RETURNED',
  'refused-by-treasury': 'ORDER_STATE_REFUSED_BY_TREASURY',
};

/** An order as it is published. */
export function orderMessage(order: OrderDocument): disbursementV1.Order {
  const { release } = order;
  return {
    id: order._id,
    fiscalYear: order.fiscalYear,
    programme: order.programme,
    functionalCode: order.functionalCode,
    payeeUscc: order.payeeUscc,
    payeeName: order.payeeName,
    payeeAccountNo: order.payeeAccountNo,
    payeeBankName: order.payeeBankName,
    payeeBankCode: order.payeeBankCode,
    entity: order.entity,
    year: order.year,
    group: order.group,
    amountFen: order.amountFen,
    purpose: order.purpose,
    remark: order.remark,
    trackingId: order.trackingId,
    state: ORDER_STATES[order.state],
    issuedAt: order.issuedAt.toISOString(),
    updatedAt: order.updatedAt.toISOString(),
    treasuryReason: order.treasuryReason,
    contradiction: order.contradiction,
    cursor: String(order.sequence),
    lines: [...order.lines],
    run: order.run,
    replaces: order.replaces,
    revision: BigInt(order.version),
    endToEndId: order.endToEndId,
    returnedFen: returnedFenOf(order),
    returns: order.returns.map(returnMessage),
    ...(order.paidBy === 'file' && { paidByFile: true }),
    ...(release && { release: releaseMessage(release) }),
  };
}

function returnMessage({
  reference,
  fen,
  reason,
  at,
  lines,
  release,
}: ReturnedPart): disbursementV1.ReturnedPart {
  return {
    ...{ reference, fen, reason },
    at: at.toISOString(),
    lines: [...lines],
    ...(release && { release: releaseMessage(release) }),
  };
}

function releaseMessage({ by, reason, at }: Release): disbursementV1.Release {
  return { by, reason, at: at.toISOString() };
}
