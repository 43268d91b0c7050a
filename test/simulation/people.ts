import type { BankAccount } from '@duixian/disbursement/payees/domain/payee';

export const PEOPLE = ['ann', 'bo', 'chen', 'dai'];
/** Had no part in anything: she approves, and writes off. */
export const HEAD = 'eve';
/** Decides objections, and does nothing else. */
export const JUDGE = 'fay';
export const DEMAND_AFTER_DAYS = 2;

/** Each entity has its own, except one that several are said to have. */
export function accountIn(uscc: string, accountName: string, which: string): BankAccount {
  const own = [...uscc].map((sign) => String((sign.codePointAt(0) ?? 0) % 10)).join('');
  const letters = [...uscc].reduce((sum, sign, at) => sum + (at + 1) * (sign.codePointAt(0) ?? 0), 0);
  return {
    accountName,
    accountNo: which === 'shared' ? '622200000009' : `6222${own}${letters}${which}`,
    bankName: '示例银行',
    bankCode: '102491000000',
  };
}
