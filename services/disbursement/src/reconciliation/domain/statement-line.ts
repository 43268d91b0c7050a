import type { Fen } from '@duixian/values';

/** 已支付, 已退回, 已拒绝. */
export type LineState = 'paid' | 'returned' | 'rejected';

/**
 * What the treasury's statement of a day reports about an order. One order may have several, such as paid and
 * returned.
 */
export interface StatementLine {
  /** 支付申请编号 */
  readonly orderId: string;
  /** 支付凭证号, the treasury's own; may be empty. */
  readonly voucherNo: string;
  /** 收款人全称 */
  readonly payeeName: string;
  /** 收款人账号; may be empty. */
  readonly payeeAccountNo: string;
  readonly amountFen: Fen;
  readonly state: LineState;
}
