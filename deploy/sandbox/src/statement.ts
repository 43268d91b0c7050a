import { formatYuan, shanghaiDay } from '@duixian/values';
import type { KnownOrder } from './order-file.ts';

const HEADING = ['支付申请编号', '支付凭证号', '收款人全称', '收款人账号', '金额', '状态', '日期', '摘要'];
/** A status that moves no money has no line. */
const STATES = new Map([
  ['paid', '已支付'],
  ['returned', '已退回'],
  ['rejected', '已拒绝'],
]);
const VOUCHER_PREFIXES = new Map([
  ['paid', 'ZF'],
  ['returned', 'TK'],
]);

/** The outcomes of orders on a day, as a CSV file: a line for each status that was received, repeated ones once. */
export function statementOf(orders: readonly KnownOrder[], day: string): string {
  const rows = orders.flatMap((order) => {
    const ofDay = order.said.filter(({ at }) => shanghaiDay(at) === day);
    const once = new Map(
      ofDay.map((reported) => [`${reported.status} ${reported.reference ?? ''}`, reported]),
    );
    return [...once.values()].flatMap((reported) => rowOf(order, reported, day) ?? []);
  });
  return [HEADING, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function rowOf(
  { content, position }: KnownOrder,
  reported: KnownOrder['said'][number],
  day: string,
): string[][] | undefined {
  const { status, returnedFen, reference } = reported;
  const state = STATES.get(status);
  if (state === undefined) return undefined;
  const prefix = VOUCHER_PREFIXES.get(status);
  const voucherNo = prefix === undefined ? '' : `${prefix}${String(position).padStart(8, '0')}`;
  const { payeeName, payeeAccountNo, amountFen, purpose } = content;
  const yuan = formatYuan(BigInt(returnedFen ?? Number(amountFen))).replaceAll(',', '');
  const texts = [String(payeeName), String(payeeAccountNo), yuan, state, day, String(purpose)];
  return [[content.id, reference ?? voucherNo, ...texts]];
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
