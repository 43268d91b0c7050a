import { assert, MAX_EXACT_FEN } from '@duixian/values';
import type { OrderContent } from '../domain/order.ts';
import type { OrderDocument } from '../store/collections.ts';

/** JSON numbers: exact, because the order's sum is. */
interface ExactFen {
  readonly amountFen: number;
  readonly lines: readonly { year: number; group: string; fen: number }[];
}

/** What the treasury gets of an order: the same under one id, whenever it is sent. */
export function contentOf(order: OrderDocument): Omit<OrderContent, 'amountFen' | 'lines'> & ExactFen {
  assert(order.amountFen <= MAX_EXACT_FEN, 'an order amount is exact in JSON');
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
    amountFen: Number(order.amountFen),
    purpose: order.purpose,
    remark: order.remark,
    trackingId: order.trackingId,
    lines: order.lines.map(({ year, group, fen }) => ({ year, group, fen: Number(fen) })),
    replaces: order.replaces,
  };
}
