import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type KnownOrder, statusesOfReports } from '../payment-reports/statuses-of-reports.ts';
import { readVouchers } from './read-voucher.ts';

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));
const RETURN = sample('mof-5201-return.gbk.xml');
const REFUND = sample('mof-2203-refund.gbk.xml');
const gbk = (bytes: Uint8Array) =>
  new TextDecoder('gbk').decode(bytes).replace('encoding="GBK"', 'encoding="UTF-8"');
const returned = (...changes: readonly [string | RegExp, string][]) =>
  readVouchers(Buffer.from(changes.reduce((text, [from, to]) => text.replace(from, to), gbk(RETURN))));
const refund = (...changes: readonly [string | RegExp, string][]) =>
  readVouchers(Buffer.from(changes.reduce((text, [from, to]) => text.replace(from, to), gbk(REFUND))));

const REFERENCE = 'DX7RPGXHBRER4CF2WHBKKGOAQ6';
const ORDER: KnownOrder = {
  orderId: '91410100EXAMPLE045-2018-international-1',
  amountFen: 100_000_000n,
  payeeAccountNo: '0000000000000000001',
  payeeName: '郑州示例国际技术转移中心有限公司',
};
const judged = (reading: ReturnType<typeof readVouchers>, order: Partial<KnownOrder> = {}) =>
  statusesOfReports(reading.items, {
    order: (reference) => (reference === REFERENCE ? { ...ORDER, ...order } : undefined),
    ordersOfFile: () => undefined,
  });

it('a return of the bank as ordered is paid', () => {
  const reading = readVouchers(RETURN);
  expect([reading.faults, reading.warnings]).toEqual([[], []]);
  expect(reading.items).toEqual([
    {
      line: 2,
      of: { reference: REFERENCE },
      state: 'paid',
      amountFen: 100_000_000n,
      orderedFen: 100_000_000n,
      bankReference: 'BANKREF-1',
      voucherNo: 'EX-5201-000001',
      reason: '',
      on: '2026-03-02',
      payee: { accountNo: '0000000000000000001', name: '郑州示例国际技术转移中心有限公司' },
    },
  ]);
  expect(judged(reading)).toMatchObject({
    statuses: [{ orderId: ORDER.orderId, status: 'paid', returnedFen: null }],
    contradictions: [],
    otherPayees: [],
  });
});

it('a refund is returned, under the number of the bank', () => {
  const reading = readVouchers(REFUND);
  expect(reading).toMatchObject({ faults: [], items: [{ state: 'returned', voucherNo: 'EX-2203-000001' }] });
  expect(judged(reading).statuses).toMatchObject([
    {
      status: 'returned',
      returnedFen: 100_000_000n,
      bankReference: 'BANKREF-2',
      reason: '账号户名不符',
      on: '2026-03-03',
    },
  ]);
});

describe('a return', () => {
  const x = (amount: string): [RegExp, string] => [/<XPayAmt>[^<]*/g, `<XPayAmt>${amount}`];
  const because = (words: string): [RegExp, string] => [/<XAddWord>/g, `<XAddWord>${words}`];

  it('of 0.00 is rejected with its reason', () => {
    const { statuses } = judged(returned(x('0.00'), because('户名不符')));
    expect(statuses).toMatchObject([{ status: 'rejected', reason: '户名不符' }]);
  });

  it('of 0.00 without a reason is rejected, and warned of', () => {
    const reading = returned(x('0.00'));
    expect(reading.warnings).toMatchObject([{ place: expect.stringContaining('XAddWord') }]);
    expect(judged(reading).statuses).toMatchObject([{ status: 'rejected', reason: '' }]);
  });

  it('of another amount contradicts the order', () => {
    const { statuses, contradictions } = judged(returned(x('999999.99')));
    expect(statuses).toEqual([]);
    expect(contradictions).toMatchObject([
      { orderId: ORDER.orderId, message: expect.stringContaining('as paid') },
    ]);
  });

  it('that gives another amount as ordered contradicts the order', () => {
    expect(judged(readVouchers(RETURN), { amountFen: 1n }).contradictions).toHaveLength(1);
  });

  it('to another account is paid, and listed', () => {
    const { statuses, otherPayees } = judged(readVouchers(RETURN), { payeeAccountNo: '1111111' });
    expect([statuses.length, otherPayees[0]?.message]).toEqual([1, expect.stringContaining('the account')]);
  });

  it('with an amount and a reason is paid, and warned of', () => {
    expect(returned(because('x'))).toMatchObject({
      items: [{ state: 'paid' }],
      warnings: [{ code: 'bad-field' }],
    });
  });

  it('of 8207 has details of its own, found by their tracking id', () => {
    const detail = (n: number, amount: string) =>
      `<Detail><TrackingID>DX${n}</TrackingID><PayAmt>${amount}</PayAmt><XPayAmt>${amount}</XPayAmt><XPayDate>20260302</XPayDate><XAgentBusinessNo>B${n}</XAgentBusinessNo><XPayeeAcctNo>123456</XPayeeAcctNo></Detail>`;
    const file = (total: string) =>
      Buffer.from(
        `<MOF><VoucherBody VtCode="8207"><Voucher><PayAmt>${total}</PayAmt><DetailList>${detail(1, '10.00')}${detail(2, '0.50')}</DetailList></Voucher></VoucherBody></MOF>`,
      );
    expect(readVouchers(file('10.50')).items).toMatchObject([
      { of: { reference: 'DX1' }, bankReference: 'B1', payee: { accountNo: '123456', name: '' } },
      { of: { reference: 'DX2' }, amountFen: 50n },
    ]);
    expect(readVouchers(file('10.51'))).toMatchObject({ items: [], faults: [{ code: 'does-not-add-up' }] });
  });

  it.each<[string, [string | RegExp, string][], string, string]>([
    ['no amount', [x('')], 'missing-field', 'XPayAmt'],
    ['an amount with separators', [x('1,000,000.00')], 'bad-field', 'XPayAmt'],
    ['an amount below zero', [x('-1.00')], 'bad-field', 'XPayAmt'],
    ['an amount of three decimals', [[/<PayAmt>1000000.00/g, '<PayAmt>1000000.001']], 'bad-field', 'PayAmt'],
    ['a day that does not exist', [[/<XPayDate>20260302/g, '<XPayDate>20260230']], 'bad-field', 'XPayDate'],
    [
      'no reference',
      [
        [/<TrackingID>[^<]*/, '<TrackingID>'],
        [/(<VoucherBillNo>[^<]*<\/VoucherBillNo><VoucherNo>)[^<]*/, '$1'],
      ],
      'missing-field',
      'TrackingID',
    ],
    ['a code of the budget side', [[/VtCode="5201"/, 'VtCode="5106"']], 'wrong-kind-of-file', 'VtCode'],
    [
      'a code that is a name of objects',
      [[/VtCode="5201"/, 'VtCode="constructor"']],
      'wrong-kind-of-file',
      'VtCode',
    ],
  ])('with %s is refused', (_, changes, code, field) => {
    const { items, faults } = returned(...changes);
    expect(items).toEqual([]);
    expect(faults).toMatchObject([{ code, line: 2, place: expect.stringContaining(field) }]);
  });

  it('tells all that is wrong at once', () => {
    const { faults } = returned(x('x'), [/<XPayDate>20260302/g, '<XPayDate>2026']);
    expect(faults).toHaveLength(2);
  });
});

describe('a refund', () => {
  const amount = (text: string): [RegExp, string] => [/<PayAmt>[^<]*/g, `<PayAmt>${text}`];

  it('in part is returned in part', () => {
    expect(judged(refund(amount('-0.01'))).statuses).toMatchObject([{ status: 'returned', returnedFen: 1n }]);
  });

  it('above the order contradicts it', () => {
    expect(judged(refund(amount('-1000000.01'))).contradictions).toHaveLength(1);
  });

  it.each(['2252', '3208'])('of code %s is read with either sign', (code) => {
    expect(refund([/VtCode="2203"/, `VtCode="${code}"`], amount('5.00')).items).toMatchObject([
      { amountFen: 500n },
    ]);
  });

  it('without a number of ours is listed by the voucher that it refunds', () => {
    const { unknown } = judged(refund([/<VoucherNo>DX[^<]*/, '<VoucherNo>']));
    expect(unknown).toMatchObject([{ of: { reference: 'EX-5201-000001' } }]);
  });

  it.each<[string, [string | RegExp, string], string]>([
    ['an amount above zero', amount('1000000.00'), 'PayAmt'],
    ['nothing', amount('0.00'), 'PayAmt'],
    ['no number of the bank', [/<AgentBusinessNo>[^<]*/, '<AgentBusinessNo>'], 'AgentBusinessNo'],
    ['no day', [/<(PayDate|VouDate)>[^<]*/g, '<$1>'], 'PayDate'],
  ])('of %s is refused', (_, change, field) => {
    expect(refund(change)).toMatchObject({ items: [], faults: [{ place: expect.stringContaining(field) }] });
  });
});

describe('a file', () => {
  it('that declares GBK and is UTF-8 is refused with the place', () => {
    const bytes = Buffer.from(new TextDecoder('gbk').decode(RETURN));
    const [fault] = readVouchers(bytes).faults;
    expect(fault).toMatchObject({
      code: 'wrong-encoding',
      line: 2,
      message: expect.stringContaining('declares GBK, and its bytes are UTF-8: byte'),
    });
  });

  it.each(['<Document/>', '<html/>'])('%s is no e-voucher', (content) => {
    expect(readVouchers(Buffer.from(content)).faults).toMatchObject([{ code: 'wrong-kind-of-file' }]);
  });

  it('cut short is refused whole', () => {
    expect(readVouchers(RETURN.subarray(0, -10))).toMatchObject({ items: [], faults: [{ code: 'not-xml' }] });
  });
});
