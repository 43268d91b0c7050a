import type { BankAccount } from '@duixian/disbursement/domain/payees/payee';

export const PEOPLE = ['ann', 'bo', 'chen', 'dai'];
/** Comes only when it is calm, and has had no hand in anything. */
export const HEAD = 'eve';
export const DEMAND_AFTER_DAYS = 2;

export function accountIn(accountName: string, accountNo: string): BankAccount {
  return {
    accountName,
    accountNo: `62220000000${accountNo}`,
    bankName: '示例银行',
    bankCode: '102491000000',
  };
}
