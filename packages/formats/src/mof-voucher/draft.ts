import type { Day, Fen } from '@duixian/values';

/**
 * A draft of 批量支付明细 (8207), as far as its fields were seen [assumed]: it stays behind a switch until a finance bureau
 * has tried it.
 */
export type VoucherDraft = {
  readonly id: string;
  /** 支付凭证号 */
  readonly voucherNo: string;
  readonly day: Day;
  readonly fiscalYear: number;
  /** Six digits (GB/T 2260). */
  readonly divisionCode: string;
  readonly agency: CodeAndName;
  /** 支出功能分类科目, such as 2060404. */
  readonly functional: CodeAndName;
  /** 11 直接支付, 12 授权支付, 91 实拨, or six digits that begin with 001001 or 001002. */
  readonly payType: CodeAndName;
  readonly payer: { readonly accountNo: string; readonly name: string; readonly bankName: string };
  readonly summary: string;
  readonly orders: readonly DraftOrder[];
};

export type CodeAndName = { readonly code: string; readonly name: string };

export type DraftOrder = {
  readonly orderId: string;
  /** The order's reference for banks (业务追溯识别码), by which its return is found. */
  readonly reference: string;
  readonly amountFen: Fen;
  readonly payeeAccountNo: string;
  readonly payeeName: string;
  readonly payeeBankName: string;
  readonly payeeBankCode: string;
};
