import {
  ACCOUNT_NO,
  BANK_CODE,
  type Fen,
  isDay,
  isFactInstant,
  isUscc,
  LIMITS,
  usccMistake,
} from '@duixian/values';
import { fileFault, shown } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';
import { impossibleInXml } from '../xml/write-xml.ts';
import type { FileOrder, FileTerms, PaymentFile } from './payment-file.ts';

const MESSAGE_ID = /^DX(\d{4})(\d{2})(\d{2})-\d{3}$/;
const REFERENCE = /^DX[A-Z2-7]{24}$/;
const LINE_BREAK = /[\r\n\u0085\u2028\u2029]/;
const MOST_FEN: Fen = 9_999_999_999_999n;
/** Max140Text of names and remittance information, Max70Text of towns, counted in code points. */
export const MOST_NAME = 140;
const MOST_TOWN = 35;

type Check = readonly [field: string, mistake: string | undefined];

/** All that is wrong with a payment file before it is written; `line` is the place of the order, from 1. */
export function paymentFileFaults(file: PaymentFile, terms: FileTerms): FileFault[] {
  return [...headFaults(file, terms), ...file.orders.flatMap(orderFaults), ...repeatedFaults(file.orders)];
}

function headFaults(
  { messageId, createdAt, executeOn, initiator, payer, orders }: PaymentFile,
  terms: FileTerms,
) {
  const most = LIMITS.paymentFileOrders.most;
  const checks: Check[] = [
    ['messageId', isMessageId(messageId) ? undefined : `it is ${shown(messageId)}; right is DXyyyymmdd-nnn`],
    [
      'createdAt',
      isFactInstant(createdAt) ? undefined : `it is ${shown(createdAt)}; right is an RFC 3339 time`,
    ],
    ['executeOn', dayMistake(executeOn, terms)],
    ['initiator.name', textMistake(initiator.name, MOST_NAME)],
    ['initiator.uscc', usccMistakeOf(initiator.uscc)],
    ['payer.name', textMistake(payer.name, MOST_NAME)],
    ['payer.accountNo', accountMistake(payer.accountNo)],
    ['payer.bankCode', bankMistake(payer.bankCode)],
    ['payer.bankName', textMistake(payer.bankName, MOST_NAME)],
    ['payer.town', textMistake(payer.town, MOST_TOWN)],
    ['orders', orders.length > 0 ? undefined : 'there is none; right is at least one'],
    ['orders', orders.length <= most ? undefined : `there are ${orders.length}; right is at most ${most}`],
  ];
  return faultsOf(checks, undefined, '');
}

function orderFaults(order: FileOrder, index: number): FileFault[] {
  const { orderId, amountFen, reference } = order;
  const isAmount = amountFen > 0n && amountFen <= MOST_FEN;
  const checks: Check[] = [
    ['orderId', textMistake(orderId, LIMITS.idCodePoints.most)],
    [
      'reference',
      REFERENCE.test(reference) ? undefined : `it is ${shown(reference)}; right is DX and 24 of A–Z, 2–7`,
    ],
    ['amountFen', isAmount ? undefined : `it is ${amountFen} fen; right is 0.01 to 99,999,999,999.99 yuan`],
    ['payeeName', textMistake(order.payeeName, MOST_NAME)],
    ['payeeUscc', usccMistakeOf(order.payeeUscc)],
    ['payeeAccountNo', accountMistake(order.payeeAccountNo)],
    ['payeeBankCode', bankMistake(order.payeeBankCode)],
    ['payeeBankName', textMistake(order.payeeBankName, MOST_NAME)],
    ['payeeTown', order.payeeTown === '' ? undefined : textMistake(order.payeeTown, MOST_TOWN)],
    ['purpose', textMistake(order.purpose, LIMITS.textCodePoints.most)],
  ];
  return faultsOf(checks, index + 1, orderId);
}

/** Each order, and each reference, is in a file once. */
function repeatedFaults(orders: readonly FileOrder[]): FileFault[] {
  const seen = { orderId: new Map<string, number>(), reference: new Map<string, number>() };
  return orders.flatMap((order, index) => {
    const checks = (['orderId', 'reference'] as const).map((field): Check => {
      const first = seen[field].get(order[field]);
      if (first === undefined) seen[field].set(order[field], index + 1);
      return [field, first === undefined ? undefined : `it is that of order ${first} as well`];
    });
    return faultsOf(checks, index + 1, order.orderId);
  });
}

function faultsOf(checks: readonly Check[], line: number | undefined, orderId: string): FileFault[] {
  const where = line === undefined ? '' : `order ${line} (${shown(orderId)}), `;
  return checks.flatMap(([field, mistake]) =>
    mistake === undefined
      ? []
      : [fileFault('bad-field', `${where}${field}: ${mistake}`, { line, place: field })],
  );
}

function isMessageId(text: string): boolean {
  return isDay(text.replace(MESSAGE_ID, '$1-$2-$3'));
}

function dayMistake(day: string, { today, isWorkingDay }: FileTerms): string | undefined {
  if (!isDay(day)) return `it is ${shown(day)}; right is a day as YYYY-MM-DD`;
  if (day < today) return `it is ${day}; right is today, ${today}, or later`;
  return isWorkingDay(day) ? undefined : `${day} is no working day`;
}

function textMistake(text: string, most: number): string | undefined {
  const impossible = impossibleInXml(text);
  const length = [...text].length;
  if (text.trim() === '') return 'it is empty';
  if (impossible !== undefined) return `it has ${impossible}, which no XML file can hold`;
  if (LINE_BREAK.test(text)) return 'it has a line break; right is one line';
  if (text.trim() !== text) return 'it begins or ends with a blank';
  return length > most ? `it has ${length} characters; right is at most ${most}` : undefined;
}

function usccMistakeOf(text: string): string | undefined {
  return isUscc(text) ? undefined : `it is no unified social credit code: ${usccMistake(text)}`;
}

/** Whether a spreadsheet has cut it was asked when the account was proposed. */
function accountMistake(text: string): string | undefined {
  return ACCOUNT_NO.pattern.test(text) ? undefined : `right is ${ACCOUNT_NO.right}`;
}

function bankMistake(text: string): string | undefined {
  return BANK_CODE.pattern.test(text) ? undefined : `right is ${BANK_CODE.right} (CNAPS, 联行号)`;
}
