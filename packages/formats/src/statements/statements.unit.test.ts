import { readFileSync } from 'node:fs';
import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeGb18030 } from '../gb18030.ts';
import { statusesOfReports } from '../payment-reports/statuses-of-reports.ts';
import { PAYEE_DETAIL_COLUMNS, type PayeeDetail, writePayeeDetail } from './payee-detail.ts';
import { readStatementReports } from './read-statement.ts';

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));
const gb18030 = (bytes: Uint8Array) => new TextDecoder('gb18030', { fatal: true }).decode(bytes);

describe('the payee detail', () => {
  const DETAIL: PayeeDetail = {
    reference: 'DX7RPGXHBRER4CF2WHBKKGOAQ6',
    payeeUscc: '91410100EXAMPLE045',
    entityName: '郑州示例国际技术转移中心有限公司',
    payeeName: '郑州示例国际技术转移中心有限公司',
    payeeAccountNo: '0000000000000000001',
    payeeBankName: '示例银行郑州花园支行',
    payeeBankCode: '999491000002',
    amountFen: 100_000_000n,
    purpose: '促成国际技术交易补助 2018',
    functionalCode: '2060404',
  };
  const OTHER = {
    ...DETAIL,
    ...{ reference: 'DXC2DOJT4L6VD5LWCX3QONFLZ5', payeeUscc: '91410100EXAMPLE032', amountFen: 30_000_000n },
    ...{ entityName: '郑州示例技术转移有限公司', payeeName: '郑州示例技术转移有限公司' },
    ...{ payeeAccountNo: '0000000000000000002', purpose: '技术转移服务机构补助 2018' },
  };

  it('is the sample, byte by byte', () => {
    const { bytes, warnings } = writePayeeDetail([DETAIL, OTHER], 'gb18030');
    expect(gb18030(bytes)).toBe(gb18030(sample('treasury-payee-detail.gb18030.csv')));
    expect(warnings).toEqual([]);
  });

  it('in UTF-8 has the mark by which spreadsheets recognise it', () => {
    const { bytes } = writePayeeDetail([DETAIL], 'utf-8');
    expect(Buffer.from(bytes).toString()).toMatch(/^\ufeff业务追溯识别码,.*\r\nDX7.*,1000000\.00,.*,是\r\n$/);
  });

  it('has the columns of another template where one is given', () => {
    const { bytes } = writePayeeDetail([DETAIL], 'gb18030', [
      ['金额（元）', 'amountFen'],
      ['账号', 'payeeAccountNo'],
    ]);
    expect(gb18030(bytes)).toBe('金额（元）,账号\r\n1000000.00,0000000000000000001\r\n');
  });

  it.each(['=1+1', '+86', '-1', '@x', '＝1'])('a text %s is no formula', (purpose) => {
    expect(gb18030(writePayeeDetail([{ ...DETAIL, purpose }], 'gb18030').bytes)).toContain(`,'${purpose},`);
  });

  it.each<[string, Partial<PayeeDetail>, string, string]>([
    [
      'a name of 31 characters',
      { payeeName: '长'.repeat(31) },
      '收款人全称',
      'it has 31 characters; a treasury takes 30',
    ],
    ['a name with 㐂', { payeeName: '㐂示例' }, '收款人全称', 'U+3402'],
    ['a name with 𠮷', { entityName: '𠮷示例' }, '企业名称', 'U+20BB7'],
    ['an account of 5 digits', { payeeAccountNo: '12345' }, '收款人账号', '6 to 32 digits'],
    ['no account', { payeeAccountNo: '' }, '收款人账号', '6 to 32 digits'],
    ['a bank code of 11 digits', { payeeBankCode: '99949100000' }, '收款人银行行号', '12 digits'],
    ['nothing', { amountFen: 0n }, '支付金额', 'it is 0.00; right is above zero'],
    ['less than nothing', { amountFen: -5n }, '支付金额', 'it is -0.05'],
  ])('%s is warned of', (_, change, place, message) => {
    expect(writePayeeDetail([DETAIL, { ...DETAIL, ...change }], 'gb18030').warnings).toMatchObject([
      { line: 3, place, message: expect.stringContaining(message) },
    ]);
  });
});

describe('a statement', () => {
  const HEADING = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期,银行交易流水号,失败原因';
  const GOOD = 'A-1,ZF1,示例,6222021702000001234,2000.00,已支付,2026-03-02,B1,';
  const read = (...lines: readonly string[]) =>
    readStatementReports(Buffer.from([HEADING, ...lines].join('\r\n')));

  it('of the sample is read', async () => {
    const reading = await readStatementReports(sample('treasury-statement.csv'));
    expect([reading.faults, reading.warnings]).toEqual([[], []]);
    const order = { amountFen: 100_000_000n, payeeAccountNo: '0000000000000000001' };
    const { statuses, unknown } = statusesOfReports(reading.items, {
      order: (orderId) =>
        orderId.startsWith('9141')
          ? { ...order, orderId, payeeName: '郑州示例国际技术转移中心有限公司' }
          : undefined,
      ordersOfFile: () => undefined,
    });
    expect(statuses).toMatchObject([
      { line: 2, status: 'paid', on: '2026-03-02', voucherNo: 'EX-5201-000001', bankReference: 'BANKREF-1' },
      { line: 4, status: 'returned', returnedFen: 100_000_000n, reason: 'AC01 账号户名不符' },
    ]);
    expect(unknown).toMatchObject([{ line: 3, state: 'rejected', reason: 'AC04 账户已销户' }]);
  });

  it('in GB 18030 says the same', async () => {
    const bytes = encodeGb18030(`${HEADING}\n${GOOD}\n`);
    expect(await readStatementReports(bytes)).toEqual(await read(GOOD));
  });

  it('has its columns in any order, and others beside them; only four must be there', async () => {
    const bytes = Buffer.from('日期,x,状态,金额,支付申请编号\n2026-03-02,y,已退回,0.01,A-1\n');
    expect(await readStatementReports(bytes)).toMatchObject({
      items: [{ state: 'returned', amountFen: 1n, of: { reference: 'A-1' }, bankReference: '' }],
      warnings: [{ place: '银行交易流水号' }],
    });
  });

  it.each([
    ['2000.0', '金额'],
    ['"2,000.00"', '金额'],
    ['0.00', '金额'],
    ['-1.00', '金额'],
    ['2E3', '金额'],
    ['90071992547409.92', '金额'],
  ])('with the amount %s is refused', async (amount, place) => {
    const { items, faults } = await read(GOOD.replace('2000.00', amount), GOOD);
    expect([items.length, faults.map((fault) => [fault.line, fault.place])]).toEqual([1, [[2, place]]]);
  });

  it('tells all that is wrong in a line', async () => {
    const { faults } = await read('A 1,,x,6.22E+18,1,支付中,2026-2-3,,');
    expect(faults.map(({ place }) => place)).toEqual(['支付申请编号', '金额', '状态', '日期', '收款人账号']);
  });

  it.each<[string, Uint8Array, string, string]>([
    ['nothing', Buffer.from(''), 'no-heading-row', 'empty'],
    ['no column of states', Buffer.from(`${HEADING.replace('状态', '态')}\n`), 'no-heading-row', '状态'],
    ['a column twice', Buffer.from(`${HEADING},金额\n`), 'unmapped-heading', 'twice'],
    ['a quote that is not closed', Buffer.from(`${HEADING}\n"${GOOD}`), 'bad-field', 'QUOTE_NOT_CLOSED'],
    ['UTF-16', Buffer.from(`\ufeff${HEADING}`, 'utf16le'), 'wrong-encoding', 'neither'],
    ['bytes of no encoding', Buffer.from([0x80, 0xff]), 'wrong-encoding', 'neither'],
    [
      'too long a line',
      Buffer.from(`${HEADING}\n${'x'.repeat(30_000)}`),
      'bad-field',
      'more than 20000 characters',
    ],
  ])('of %s is refused', async (_, bytes, code, message) => {
    expect(await readStatementReports(bytes)).toMatchObject({
      items: [],
      faults: [{ code, message: expect.stringContaining(message) }],
    });
  });

  it('any reason and name are read as they were written', async () => {
    const text = fc
      .string({
        unit: fc.constantFrom('甲', '"', ',', '\n', "'", '=', 'a'),
        minLength: 1,
        maxLength: 8,
      })
      .map((one) => one.trim());
    await fc.assert(
      fc.asyncProperty(text, async (purpose) => {
        const { bytes } = writePayeeDetail([{ ...ANY, purpose }], 'gb18030', [
          ['支付申请编号', 'reference'],
          ['金额', 'amountFen'],
          ['失败原因', 'purpose'],
          ['日期', 'functionalCode'],
          ['状态', 'entityName'],
        ]);
        const [report] = (await readStatementReports(bytes)).items;
        expect(report?.reason).toBe(purpose);
      }),
      { numRuns: examples(500) },
    );
  });
});

const ANY: PayeeDetail = {
  ...{ reference: 'A-1', payeeUscc: '', entityName: '已支付', payeeName: '', payeeAccountNo: '' },
  ...{ payeeBankName: '', payeeBankCode: '', amountFen: 5n, purpose: '', functionalCode: '2026-03-02' },
};

it('the columns name every field once', () => {
  const fields = PAYEE_DETAIL_COLUMNS.map(([, field]) => field);
  expect(new Set(fields).size).toBe(fields.length);
});
