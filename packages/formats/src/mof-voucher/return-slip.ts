import { fenOfYuan } from '../exact-amount.ts';
import { shown } from '../file-fault.ts';
import { type PaymentReport, paymentReport } from '../payment-reports/payment-report.ts';
import { textAt } from '../xml/xml-element.ts';
import { dayOf, fieldOf, type Notes, referenceOf, type VoucherDetail } from './voucher-detail.ts';

/**
 * One detail of a return (回单): what the bank filled in. `XPayAmt` as ordered: paid; 0.00: not paid, and `XAddWord` says
 * why. Another amount is passed on as paid, and contradicts the order.
 */
export function returnOf(of: VoucherDetail, notes: Notes): PaymentReport | undefined {
  const { detail, voucher } = of;
  const reference = referenceOf(of);
  const [ordered, paid] = [textAt(detail, 'PayAmt'), fieldOf(of, 'XPayAmt')];
  const [orderedFen, paidFen] = [fenOfYuan(ordered), fenOfYuan(paid)];
  const [reason, paidOn] = [fieldOf(of, 'XAddWord'), fieldOf(of, 'XPayDate')];
  const on = dayOf(paidOn);
  if (reference === '')
    notes.fault(detail, 'TrackingID', 'it is missing; right is the reference of the order', 'missing-field');
  if (orderedFen === undefined || orderedFen <= 0n)
    notes.fault(detail, 'PayAmt', `it is ${shown(ordered)}; right is yuan above zero, such as 1000.00`);
  if (paid === '')
    notes.fault(detail, 'XPayAmt', 'it is missing: this is no return of a bank (回单)', 'missing-field');
  else if (paidFen === undefined || paidFen < 0n)
    notes.fault(
      detail,
      'XPayAmt',
      `it is ${shown(paid)}; right is yuan such as 1000.00, or 0.00 where not paid`,
    );
  const isPaid = paidFen !== undefined && paidFen > 0n;
  if (on === undefined && (paidOn !== '' || isPaid))
    notes.fault(detail, 'XPayDate', `it is ${shown(paidOn)}; right is a day as yyyyMMdd`);
  if (isPaid && reason !== '') notes.warn(detail, 'XAddWord', 'it gives a reason, and XPayAmt an amount');
  if (paidFen === 0n && reason === '') notes.warn(detail, 'XAddWord', 'not paid, and no reason is given');
  const isWrong = reference === '' || orderedFen === undefined || orderedFen <= 0n;
  if (isWrong || paidFen === undefined || paidFen < 0n || (on === undefined && isPaid)) return undefined;
  return paymentReport({
    line: detail.line,
    of: { reference },
    state: isPaid ? 'paid' : 'rejected',
    amountFen: isPaid ? paidFen : null,
    orderedFen,
    bankReference: fieldOf(of, 'XAgentBusinessNo'),
    voucherNo: textAt(voucher, 'VoucherNo'),
    reason,
    on: on ?? null,
    payee: isPaid ? { accountNo: fieldOf(of, 'XPayeeAcctNo'), name: fieldOf(of, 'XPayeeAcctName') } : null,
  });
}
