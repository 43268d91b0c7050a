import { fenOfYuan } from '../exact-amount.ts';
import { shown } from '../file-fault.ts';
import { type PaymentReport, paymentReport } from '../payment-reports/payment-report.ts';
import { textAt } from '../xml/xml-element.ts';
import { dayOf, fieldOf, type Notes, referenceOf, type VoucherDetail } from './voucher-detail.ts';

/** The amounts of 2203 were seen to be negative; of the others either sign is taken [assumed]. */
const ALWAYS_NEGATIVE = new Set(['2203']);

/**
 * One detail of a notice of refund (退款通知书): money that came back, in part where it is less than the order. Without a
 * number of ours it is found by the voucher that it refunds (`OriBillNo`), which is listed as unknown if nobody knows it.
 */
export function refundOf(of: VoucherDetail, notes: Notes): PaymentReport | undefined {
  const { code, detail, voucher } = of;
  const reference = referenceOf(of) || textAt(voucher, 'OriBillNo');
  const amount = textAt(detail, 'PayAmt');
  const fen = fenOfYuan(amount);
  const isAmount = fen !== undefined && fen !== 0n && (fen < 0n || !ALWAYS_NEGATIVE.has(code));
  const bankReference = fieldOf(of, 'AgentBusinessNo') || textAt(voucher, 'AgentBusinessNo');
  const day = textAt(voucher, 'PayDate') || textAt(voucher, 'VouDate');
  const on = dayOf(day);
  if (reference === '')
    notes.fault(detail, 'VoucherNo', 'it is missing; right is the reference of the order', 'missing-field');
  if (!isAmount)
    notes.fault(detail, 'PayAmt', `it is ${shown(amount)}; right is yuan below zero, such as -1000.00`);
  if (on === undefined) notes.fault(voucher, 'PayDate', `it is ${shown(day)}; right is a day as yyyyMMdd`);
  if (bankReference === '')
    notes.fault(
      voucher,
      'AgentBusinessNo',
      'it is missing: parts could not be distinguished',
      'missing-field',
    );
  if (reference === '' || !isAmount || on === undefined || bankReference === '') return undefined;
  return paymentReport({
    line: detail.line,
    of: { reference },
    state: 'returned',
    amountFen: fen < 0n ? -fen : fen,
    bankReference,
    voucherNo: textAt(voucher, 'VoucherNo'),
    reason: textAt(detail, 'Remark') || textAt(voucher, 'Remark'),
    on,
  });
}
