import type { BankAccount } from '@duixian/disbursement/domain/payees/payee';

export const PEOPLE = ['ann', 'bo', 'chen', 'dai'];
/** Has had no hand in anything: she approves, and writes off. */
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
