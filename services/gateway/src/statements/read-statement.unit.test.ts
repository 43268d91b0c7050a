import { describe, expect, it } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import { decodeStatement } from './decode-statement.ts';
import { readStatement } from './read-statement.ts';

const DAY = '2026-03-02';
const HEADING = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期';
const GOOD = 'A-2019-sharing-1,ZF1,示例光电,6222021702000001234,2000.00,已支付,2026-03-02';
const LINE = {
  orderId: 'A-2019-sharing-1',
  voucherNo: 'ZF1',
  payeeName: '示例光电',
  payeeAccountNo: '6222021702000001234',
  amountFen: 200_000n,
  state: 'STATEMENT_STATE_PAID',
};
const file = (...lines: string[]) => `${[HEADING, ...lines].join('\r\n')}\r\n`;

describe('a statement', () => {
  it.each<[string, string, object[]]>([
    ['with a line', file(GOOD), [LINE]],
    ['without any', file(), []],
    ['with a byte order mark', `\uFEFF${file(GOOD)}`, [LINE]],
    ['with line feeds alone and an empty line', `${HEADING}\n\n${GOOD}\n`, [LINE]],
    ['with a column named as no column should be', `constructor,${HEADING}\nx,${GOOD}\n`, [LINE]],
    ['with quotes', file(`"${GOOD.replaceAll(',', '","')}"`), [LINE]],
    [
      'with the columns in another order, and others beside them',
      '摘要,日期,状态,金额,收款人账号,收款人全称,支付凭证号,支付申请编号\n"奖补, 2019",2026-03-02,已退回,0.01,,甲,,B\n',
      [
        {
          orderId: 'B',
          voucherNo: '',
          payeeName: '甲',
          payeeAccountNo: '',
          amountFen: 1n,
          state: 'STATEMENT_STATE_RETURNED',
        },
      ],
    ],
    [
      'with an amount that no float holds',
      file(GOOD.replace('2000.00', '90071992547409.91')),
      [{ ...LINE, amountFen: 9_007_199_254_740_991n }],
    ],
  ])('%s is read', async (_, text, expected) => {
    expect(await readStatement(text, DAY)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['nothing', '', ['line 1: the file is empty']],
    [
      'no column of amounts',
      `${HEADING.replace('金额', '金 额')}\n`,
      ['line 1: there is no column “金额”; it must be a heading with each of 支付申请编号'],
    ],
    ['two columns of a name', `${HEADING},状态\n`, ['line 1, 状态: there are 2 such columns']],
    [
      'one decimal',
      file(GOOD.replace('2000.00', '2000.0')),
      ['line 2, 金额: it is "2000.0"; it must be yuan with'],
    ],
    ['a thousands separator', file(GOOD.replace('2000.00', '"2,000.00"')), ['line 2, 金额']],
    ['nothing paid', file(GOOD.replace('2000.00', '0.00')), ['line 2, 金额']],
    ['an amount beyond what is exact', file(GOOD.replace('2000.00', '90071992547409.92')), ['line 2, 金额']],
    [
      'another day',
      file(GOOD.replace('03-02', '03-01')),
      ['line 2, 日期: it is "2026-03-01"; it must be the day of the statement, as YYYY-MM-DD: 2026-03-02'],
    ],
    [
      'an unknown state',
      file(GOOD.replace('已支付', '支付中')),
      ['line 2, 状态: it is "支付中"; it must be 已支付, 已退回, 已拒绝'],
    ],
    [
      'an account out of a spreadsheet',
      file(GOOD.replace('6222021702000001234', '6.22202E+18')),
      ['line 2, 收款人账号'],
    ],
    ['a field too few', file(GOOD, 'A,B'), ['line 3: it has 2 fields; it must be 7, as in the heading']],
    [
      'a quote that is not closed',
      file(`"${GOOD}`),
      ['line 2: it is not CSV by RFC 4180 (CSV_QUOTE_NOT_CLOSED)'],
    ],
    [
      'a CRLF within quotes before it',
      file(GOOD.replace('示例光电', '"示例\r\n光电"'), 'A,B'),
      ['line 4: it has 2 fields'],
    ],
    ['lines of commas before it', file(',,,,,,,', ' , ,,', GOOD, 'A,B'), ['line 5: it has 2 fields']],
    [
      'several things at once',
      file(GOOD.replace('A-2019-sharing-1', ''), GOOD, GOOD.replace('示例光电', '').replace('2000.00', 'x')),
      ['line 2, 支付申请编号: it is empty', 'line 4, 收款人全称: it is empty', 'line 4, 金额: it is "x"'],
    ],
  ])('with %s is refused whole', async (_, text, expected) => {
    const { faults, message } = await refusalOf(() => readStatement(text, DAY));
    expect(faults.map((fault) => fault.message)).toEqual(expected.map((one) => expect.stringContaining(one)));
    expect(message).toContain('Nothing was recorded');
  });

  it('with a thousand faults names a hundred and counts the rest', async () => {
    const refused = await refusalOf(() => readStatement(file(...Array<string>(1_000).fill('A')), DAY));
    expect(refused.faults).toHaveLength(100);
    expect(refused.message).toContain('and 990 more');
  });
});

it('a statement of more lines than are taken is read no further', async () => {
  const refused = await refusalOf(() => readStatement(`${HEADING}\n${'a\n'.repeat(8_000_000)}`, DAY));
  expect(refused.kind).toBe('too-large');
  const taken = await refusalOf(() => readStatement(`${HEADING}\n${'a\n'.repeat(100_000)}`, DAY));
  expect(taken.message).toContain('and 99990 more');
});

describe('the bytes of a statement', () => {
  const GB18030 = Buffer.from([0xd6, 0xa7, 0xb8, 0xb6]);

  it('are UTF-8, or GB18030 where that is said', async () => {
    expect(decodeStatement(Buffer.from('支付'), 'text/csv')).toBe('支付');
    expect(decodeStatement(Buffer.from('支付'), 'text/csv; charset="UTF-8"')).toBe('支付');
    expect(decodeStatement(GB18030, 'text/csv; charset=GB18030')).toBe('支付');
    expect((await refusalOf(() => decodeStatement(GB18030, 'text/csv'))).message).toContain(
      'charset=gb18030',
    );
    expect((await refusalOf(() => decodeStatement(GB18030, 'text/csv; charset=big5'))).kind).toBe(
      'media-type',
    );
  });
});

async function refusalOf(work: () => unknown): Promise<Problem> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it was taken');
}
