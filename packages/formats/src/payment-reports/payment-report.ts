import type { Day, Fen } from '@duixian/values';

/** What a file of a treasury or a bank reports; `noted`: nothing that changes an order. */
export type ReportedState = 'noted' | 'accepted' | 'paid' | 'rejected' | 'returned';

/** One order by a reference; or all orders of a file, or of one part of it, that was sent to a bank. */
export type ReportedOf =
  | { readonly reference: string }
  | { readonly messageId: string; readonly paymentInformationId: string | null };

/** One report of a file, in the same form whichever format it came in. */
export type PaymentReport = {
  readonly line: number;
  readonly of: ReportedOf;
  readonly state: ReportedState;
  /** What was paid or came back, never negative; null where the file gives no amount. */
  readonly amountFen: Fen | null;
  /** What the file itself gives as ordered; null where it gives none. */
  readonly orderedFen: Fen | null;
  /** The bank's own number of the transaction (银行交易流水号, `AcctSvcrRef`); empty: none. */
  readonly bankReference: string;
  /** The treasury's number of the voucher (支付凭证号); empty: none. */
  readonly voucherNo: string;
  /** Code and text as in the file; empty: none. */
  readonly reason: string;
  readonly on: Day | null;
  /** The payee as paid, where the file gives one. */
  readonly payee: ReportedPayee | null;
};

export type ReportedPayee = { readonly accountNo: string; readonly name: string };

/** A report with what most files do not give. */
export function paymentReport(
  given: Pick<PaymentReport, 'line' | 'of' | 'state'> & Partial<PaymentReport>,
): PaymentReport {
  return {
    ...{ amountFen: null, orderedFen: null, bankReference: '', voucherNo: '', reason: '' },
    ...{ on: null, payee: null },
    ...given,
  };
}
