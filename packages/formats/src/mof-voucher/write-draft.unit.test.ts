import { describe, expect, it } from '@jest/globals';
import { statusesOfReports } from '../payment-reports/statuses-of-reports.ts';
import type { DraftOrder, VoucherDraft } from './draft.ts';
import { readVouchers } from './read-voucher.ts';
import { writeVoucherDraft } from './write-draft.ts';

const TODAY = '2026-03-02';
const ORDER: DraftOrder = {
  ...{ orderId: '91410100EXAMPLE045-2018-international-1', reference: 'DX7RPGXHBRER4CF2WHBKKGOAQ6' },
  ...{ amountFen: 100_000_000n, payeeAccountNo: '0000000000000000001' },
  ...{
    payeeName: '郑州示例国际技术转移中心有限公司',
    payeeBankName: '示例银行郑州花园支行',
    payeeBankCode: '999491000002',
  },
};
const OTHER = { ...ORDER, orderId: 'R-2', reference: 'DXC2DOJT4L6VD5LWCX3QONFLZ5', amountFen: 30_000_001n };
const DRAFT: VoucherDraft = {
  ...{ id: 'EX1', voucherNo: 'EX-8207-1', day: TODAY, fiscalYear: 2026, divisionCode: '410100' },
  agency: { code: '000001', name: '郑州市示例局' },
  functional: { code: '2060404', name: '科技成果转化与扩散' },
  payType: { code: '11', name: '直接支付' },
  payer: { accountNo: '0000000000000000000', name: '郑州市示例局零余额账户', bankName: '示例银行郑州分行' },
  summary: '技术转移补助',
  orders: [ORDER, OTHER],
};

function textOf(draft: VoucherDraft): string {
  const written = writeVoucherDraft(draft, TODAY);
  if ('faults' in written) throw new Error(written.faults.map(({ message }) => message).join());
  return new TextDecoder('gbk', { fatal: true }).decode(written.bytes);
}

/** What a bank makes of the draft: the same details with its own fields. */
function returned(text: string): Uint8Array {
  const filled = text.replaceAll(
    /<PayAmt>([\d.]+)<\/PayAmt>(<Remark>[^<]*<\/Remark>)<\/Detail>/g,
    '<PayAmt>$1</PayAmt>$2<XPayAmt>$1</XPayAmt><XPayDate>20260302</XPayDate><XAgentBusinessNo>B</XAgentBusinessNo></Detail>',
  );
  return Buffer.from(filled.replace('encoding="GBK"', 'encoding="UTF-8"'));
}

it('a draft is an e-voucher whose details make its total', () => {
  const text = textOf(DRAFT);
  expect(text).toMatch(
    /^<\?xml version="1\.0" encoding="GBK"\?>\n<MOF><VoucherCount>1<\/VoucherCount><VoucherBody/,
  );
  expect(text).toContain('<PaySummaryName>技术转移补助</PaySummaryName><PayAmt>1300000.01</PayAmt>');
});

it('what a bank returns of it is paid, order by order', () => {
  const reading = readVouchers(returned(textOf(DRAFT)));
  expect(reading.faults).toEqual([]);
  const { statuses, contradictions } = statusesOfReports(reading.items, {
    order: (reference) => [ORDER, OTHER].find((order) => order.reference === reference),
    ordersOfFile: () => undefined,
  });
  expect(contradictions).toEqual([]);
  expect(statuses).toMatchObject([
    { orderId: ORDER.orderId, status: 'paid', voucherNo: 'EX-8207-1' },
    { orderId: 'R-2', status: 'paid' },
  ]);
});

it('a draft itself is no return', () => {
  expect(readVouchers(Buffer.from(textOf(DRAFT).replace('GBK', 'UTF-8')))).toMatchObject({
    items: [],
    faults: [{ code: 'missing-field' }, { code: 'missing-field' }],
  });
});

describe('refused is a draft of', () => {
  const order = (change: Partial<DraftOrder>): Partial<VoucherDraft> => ({
    orders: [{ ...ORDER, ...change }],
  });
  it.each<[string, Partial<VoucherDraft>, string]>([
    ['tomorrow', { day: '2026-03-03' }, 'or before'],
    ['no order', { orders: [] }, 'right is 1 to 10000'],
    ['an order twice', { orders: [ORDER, ORDER] }, 'order 2, reference: it is that of order 1'],
    ['a division of four digits', { divisionCode: '4101' }, 'six digits'],
    ['another way of paying', { payType: { code: '13', name: 'x' } }, 'right is 11, 12, 91'],
    [
      'a name of 31 characters',
      order({ payeeName: '长'.repeat(31) }),
      '62 bytes in GBK; right is at most 60',
    ],
    ['a name that GBK does not have', order({ payeeName: '㐂示例' }), 'GBK does not have'],
    ['a name of two lines', order({ payeeName: '甲\n乙' }), 'line break'],
    ['an amount of nothing', order({ amountFen: 0n }), 'above zero'],
    ['an account in small letters', order({ payeeAccountNo: 'ab' }), 'payeeAccountNo'],
    ['a bank code of 11 digits', order({ payeeBankCode: '99949100000' }), '12 digits'],
    ['another reference', order({ reference: 'R-1' }), 'reference'],
  ])('%s', (_, change, message) => {
    const written = writeVoucherDraft({ ...DRAFT, ...change }, TODAY);
    expect('faults' in written && written.faults.map((fault) => fault.message).join()).toContain(message);
  });
});
