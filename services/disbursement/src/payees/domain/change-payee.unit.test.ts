import { beforeEach, describe, expect, it } from '@jest/globals';
import { entitled, LedgerHistory } from '../../../testing/ledger-history.ts';
import type { BankAccount } from './payee.ts';

let history: LedgerHistory;
const account = (accountNo: string, accountName = 'A 公司'): BankAccount => ({
  accountName,
  accountNo,
  bankName: '某银行',
  bankCode: '102491002010',
});
const rises = (fen: bigint, version: bigint, name = 'A 公司') =>
  history.consume(entitled('A', 2019, 'sharing', fen, version, { name, entityVersion: version }));

beforeEach(() => {
  history = new LedgerHistory();
  history.terms = { ...history.terms, needsPayee: true };
});

describe('an entity that needs an account', () => {
  it('waits for one, and is paid in the decision that confirms it', () => {
    expect(rises(100n, 1n)).toEqual([]);
    history.payee('A', { propose: account('1001') }, 'Li');
    expect(history.orders.size).toBe(0);
    history.payee('A', { confirm: 1 }, 'Wang');
    expect([...history.orders.values()]).toMatchObject([
      { amountFen: 100n, payeeName: 'A 公司', payeeAccountNo: '1001', payeeBankCode: '102491002010' },
    ]);
  });

  it('waits again when its account is suspended; what was ordered keeps the account', () => {
    rises(100n, 1n);
    history.payee('A', { propose: account('1001') }, 'Li');
    history.payee('A', { confirm: 1 }, 'Wang');
    history.payee('A', { suspend: 1 }, 'Wang');
    expect(rises(150n, 2n)).toEqual([]);
    history.payee('A', { propose: account('2002') }, 'Li');
    history.payee('A', { confirm: 2 }, 'Wang');
    const orders = [...history.orders.values()];
    expect(orders.map(({ payeeAccountNo }) => payeeAccountNo)).toEqual(['1001', '2002']);
    expect(orders.map(({ amountFen }) => amountFen)).toEqual([100n, 50n]);
  });

  it('waits when it is called otherwise than its account', () => {
    rises(100n, 1n);
    history.payee('A', { propose: account('1001') }, 'Li');
    history.payee('A', { confirm: 1 }, 'Wang');
    expect(rises(150n, 2n, 'A 股份公司')).toEqual([]);
    history.payee('A', { propose: account('1001', 'A 股份公司') }, 'Li');
    history.payee('A', { confirm: 2 }, 'Wang');
    expect(history.orders.size).toBe(2);
  });

  it('is the whole: a branch has no account of its own', () => {
    history.consume(entitled('A', 2019, 'sharing', 100n, 1n, { entityVersion: 1n, members: ['B'] }));
    expect(history.payee('B', { propose: account('1001') }, 'Li')).toEqual({ refusal: 'belongs-to-another' });
  });
});

describe('one account belongs to one entity', () => {
  const other = (fen = 1n) => history.consume(entitled('B', 2019, 'sharing', fen, 1n, { name: 'B 公司' }));
  const ofB = (accountNo: string) => account(accountNo, 'B 公司');

  it('is refused to a second one while it is proposed or confirmed, naming the first', () => {
    rises(100n, 1n);
    other();
    history.payee('A', { propose: account('1001') }, 'Li');
    const refused = { refusal: 'account-of-another', of: ['A'] };
    expect(history.payee('B', { propose: ofB('1001') }, 'Li')).toEqual(refused);
    history.payee('A', { confirm: 1 }, 'Wang');
    expect(history.payee('B', { propose: ofB('1001') }, 'Li')).toEqual(refused);
    expect(history.payees.has('B')).toBe(false);
    history.payee('A', { suspend: 1 }, 'Wang');
    expect(history.payee('B', { propose: ofB('1001') }, 'Li')).toMatchObject({ isNew: true });
    expect(history.payee('A', { propose: account('1001') }, 'Li')).toEqual({ ...refused, of: ['B'] });
    history.payee('B', { reject: 1 }, 'Wang');
    expect(history.payee('A', { propose: account('1001') }, 'Li')).toMatchObject({ isNew: true });
  });

  it('is taken with a reason, which who confirms sees beside the other', () => {
    rises(100n, 1n);
    other();
    history.payee('A', { propose: account('1001') }, 'Li');
    const shared = history.payee('B', { propose: ofB('1001'), sharedBecause: '同一法人的专户' }, 'Li');
    expect(shared).toMatchObject({
      payee: { proposals: [{ sharedWith: ['A'], sharedBecause: '同一法人的专户' }] },
    });
    expect(history.payee('B', { confirm: 1 }, 'Wang')).toMatchObject({ isNew: true });
    // A's proposal gives no reason why it should have the account that B has too.
    expect(history.payee('A', { confirm: 1 }, 'Wang')).toEqual({ refusal: 'account-of-another', of: ['B'] });
  });

  it('may stay when the entity that had it became a branch of this one', () => {
    rises(100n, 1n);
    other();
    history.payee('B', { propose: ofB('1001') }, 'Li');
    history.payee('B', { confirm: 1 }, 'Wang');
    history.consume(
      entitled('A', 2019, 'sharing', 100n, 2n, { name: 'A 公司', entityVersion: 5n, members: ['A', 'B'] }),
    );
    expect(history.payee('A', { propose: account('1001') }, 'Li')).toMatchObject({ isNew: true });
  });

  it('is proposed again by the one that has it without effect', () => {
    rises(100n, 1n);
    history.payee('A', { propose: account('1001') }, 'Li');
    expect(history.payee('A', { propose: account('1001') }, 'Li')).toMatchObject({ isNew: false });
  });
});
