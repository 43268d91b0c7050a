import type { reconciliationV1 } from '@duixian/proto';
import { DELIVERY, MAX_EXACT_FEN, NAME, textMistake, unlikeSign } from '@duixian/values';

type Line = reconciliationV1.StatementLine;

/** A column: what is right there, and its value; undefined where it is not right. */
interface Column {
  readonly isRight: string;
  read(text: string, day: string): Partial<Line> | undefined;
  /** Which part of this text is wrong, where that is hard to see. */
  mistake?(text: string): string | undefined;
}

const STATES = new Map<string, reconciliationV1.StatementState>([
  ['已支付', 'STATEMENT_STATE_PAID'],
  ['已退回', 'STATEMENT_STATE_RETURNED'],
  ['已拒绝', 'STATEMENT_STATE_REJECTED'],
]);

/** The columns that a statement must have, in any order, with their names in the integrated budget system (预算管理一体化). */
export const COLUMNS: ReadonlyMap<string, Column> = new Map(
  Object.entries({
    支付申请编号: {
      isRight: 'the id of an order, 1 to 200 characters without spaces',
      read: (orderId) => (/^\S{1,200}$/u.test(orderId) ? { orderId } : undefined),
    },
    支付凭证号: {
      isRight: "the treasury's own number, at most 100 characters; may be empty",
      read: (voucherNo) => (voucherMistake(voucherNo) === undefined ? { voucherNo } : undefined),
      mistake: voucherMistake,
    },
    收款人全称: {
      isRight: 'the full name of the payee, 1 to 200 characters',
      read: (payeeName) => (nameMistake(payeeName) === undefined ? { payeeName } : undefined),
      mistake: nameMistake,
    },
    收款人账号: {
      isRight: 'the digits of the account, 6 to 32, or empty; a spreadsheet must keep the column as text',
      read: (payeeAccountNo) => (/^([0-9]{6,32})?$/.test(payeeAccountNo) ? { payeeAccountNo } : undefined),
      mistake: (text) => unlikeSign(text, /^[0-9]$/),
    },
    金额: {
      isRight: 'yuan with two decimals and nothing else, above zero, such as 1234.50',
      read: readYuan,
    },
    状态: {
      isRight: [...STATES.keys()].join(', '),
      read(text) {
        const state = STATES.get(text);
        return state && { state };
      },
    },
    日期: {
      isRight: 'the day of the statement, as YYYY-MM-DD',
      read: (text, day) => (text === day ? {} : undefined),
    },
  } satisfies Record<string, Column>),
);

function nameMistake(text: string): string | undefined {
  return textMistake(text, NAME);
}

function voucherMistake(text: string): string | undefined {
  return text === '' ? undefined : textMistake(text, DELIVERY);
}

/** Exact, without floating point. */
function readYuan(text: string): Partial<Line> | undefined {
  if (!/^(0|[1-9]\d{0,15})\.\d{2}$/.test(text)) return undefined;
  const amountFen = BigInt(text.replace('.', ''));
  return amountFen > 0n && amountFen <= MAX_EXACT_FEN ? { amountFen } : undefined;
}
