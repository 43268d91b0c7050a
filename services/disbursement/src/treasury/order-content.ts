import { assert, MAX_EXACT_FEN } from '@duixian/values';
import type { OrderDocument } from '../unit-of-work/collections.ts';

/** An order as JSON, in the same shape as in `GET /v1/orders`. */
interface PushedOrder {
  readonly [field: string]: string | number | null | readonly { year: number; group: string; fen: number }[];
}

/**
 * What orders from before the second shape lack: a treasury may know their content, which never changes under
 * one id.
 */
const SINCE_SHAPE_2 = { returnedFen: 0, returns: [] };

/**
 * What the treasury receives about an order: the same under one id, whenever it is sent, because only orders
 * that were never answered are sent. So it is the order as it was issued.
 */
export function contentOf(order: OrderDocument): PushedOrder {
  assert(order.amountFen <= MAX_EXACT_FEN, 'an order amount is exact in JSON');
  const issuedAt = order.issuedAt.toISOString();
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
    // JSON numbers: exact, because the order's sum is.
    amountFen: Number(order.amountFen),
    lines: order.lines.map(({ year, group, fen }) => ({ year, group, fen: Number(fen) })),
    purpose: order.purpose,
    remark: order.remark,
    trackingId: order.trackingId,
    state: 'issued',
    issuedAt,
    updatedAt: issuedAt,
    treasuryReason: null,
    contradiction: null,
    release: null,
    run: order.run || null,
    replaces: order.replaces || null,
    revision: 1,
    cursor: String(order.sequence),
    ...(order.shape >= 2 && { ...SINCE_SHAPE_2, endToEndId: order.endToEndId }),
  };
}
