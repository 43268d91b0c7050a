import { describe, expect, it } from '@jest/globals';
import { presetText } from '../mapping/load-mapping.ts';
import type { DirectoryEntry } from '../unit-directory.ts';
import { readForTests, TIME } from './read-for-tests.ts';

const OWNER = { uscc: '12410100EXAMPLE011', kind: 'university', divisionCode: '410102' } as const;
const USER = { uscc: '91410100EXAMPLE21X', kind: 'enterprise', divisionCode: '410100' } as const;
const UNITS: readonly DirectoryEntry[] = [
  { name: '郑州示例大学', ...OWNER },
  { name: '郑州示例（精密）机械有限公司', ...USER },
];

describe('service records of instruments', () => {
  const HEADINGS =
    '序号,记录编号,仪器编号,仪器所属单位,申请人单位,服务时间,服务量,服务金额（元）,服务方式,审核状态,申请人,联系电话';
  const record = (changes: readonly string[]) => {
    const cells = [
      '1',
      'R-1',
      'U1/XRD-01',
      '郑州示例大学',
      '郑州示例 (精密)机械有限公司',
      '2026-11-30',
      '2.5',
      '300.5',
      '占用',
      '0',
      '张三',
      '13800000000',
    ];
    for (const [at, change] of changes.entries()) if (change !== '') cells[at] = change;
    return cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
  };
  const read = (...changes: string[]) =>
    readForTests(
      Buffer.from(`${HEADINGS}\n${record(changes)}`),
      presetText('nrii-record-sheet') ?? '',
      UNITS,
    );

  it('become usage records, without the person who applied', async () => {
    const { outcomes, recognised } = await read();
    expect(outcomes).toMatchObject([
      {
        outcome: 'fact',
        event: {
          subject: 'R-1',
          time: TIME,
          data: {
            ...{
              instrumentId: 'U1/XRD-01',
              owner: OWNER,
              user: USER,
              quantity: '2.5',
              unit: 'hour',
              feeFen: 30_050,
            },
            ...{
              startedAt: '2026-11-30T00:00:00+08:00',
              endedAt: '2026-12-01T00:00:00+08:00',
              way: 'occupy',
              status: 'final',
            },
          },
        },
      },
    ]);
    expect(JSON.stringify(outcomes)).not.toMatch(/张三|13800000000/);
    expect(recognised?.absent).toEqual([expect.objectContaining({ field: 'unit', value: 'hour' })]);
  });

  it.each<[string, readonly string[], Record<string, unknown>]>([
    ['a unit behind the number', ['', '', '', '', '', '', '12样'], { quantity: '12', unit: 'sample' }],
    ['times', ['', '', '', '', '', '', '3 次'], { quantity: '3', unit: 'time' }],
    ['zeros that say nothing', ['', '', '', '', '', '', '1,200.50'], { quantity: '1200.5', unit: 'hour' }],
    ['several ways', ['', '', '', '', '', '', '', '', '技术,委托'], { way: 'technical' }],
    ['a draft', ['', '', '', '', '', '', '', '', '', '-1'], { status: 'draft' }],
    ['the day of the push', ['', '', '', '', '', '2026-12-01'], { endedAt: TIME }],
  ])('%s', async (_, changes, data) => {
    expect((await read(...changes)).outcomes).toMatchObject([{ outcome: 'fact', event: { data } }]);
  });

  it.each<[string, readonly string[], string, string]>([
    ['a bare number as time', ['', '', '', '', '', '3'], '服务时间', 'a number and no time'],
    ['a time that is to come', ['', '', '', '', '', '2026-12-02'], '服务时间', 'not after'],
    ['a unit that is none', ['', '', '', '', '', '', '5斤'], '服务量', 'its unit must be one of'],
    [
      'seven decimals',
      ['', '', '', '', '', '', '0.1234567'],
      '服务量',
      'at most 12 digits before and 6 after',
    ],
    ['a way that is none', ['', '', '', '', '', '', '', '', '租用'], '服务方式', 'must be one of 占用'],
    ['an id with two blanks', ['', 'R  1'], '记录编号', 'an id with no white space but single blanks'],
  ])('are refused for %s', async (_, changes, place, message) => {
    const { faults } = await read(...changes);
    expect(faults).toMatchObject([{ line: 2, place, message: expect.stringContaining(message) }]);
  });
});

describe('invoices', () => {
  const HEADINGS =
    '发票代码,发票号码,开票日期,销售方名称,购买方名称,价税合计（元）,实付金额（元）,仪器编号,服务记录编号,是否关联交易,发票状态';
  const invoice = (...cells: string[]) => [
    ...cells,
    '2026-11-30',
    '郑州示例大学',
    '郑州示例（精密）机械有限公司',
  ];
  const read = (code: string, number: string, amount: string, paid: string, ids = 'U1/XRD-01,R-1；R-2') => {
    const row = [...invoice(code, number), amount, paid, ids, '否', '已缴'].join(',');
    return readForTests(Buffer.from(`${HEADINGS}\n${row}`), presetText('sharing-invoices') ?? '', UNITS);
  };

  it('have the number of a digital one', async () => {
    const { outcomes } = await read('', '26412000000012345678', '1000', '800.01');
    expect(outcomes).toMatchObject([
      {
        outcome: 'fact',
        event: {
          subject: '26412000000012345678',
          data: {
            ...{ owner: OWNER, user: USER, amountFen: 100_000, paidAmountFen: 80_001, status: 'paid' },
            ...{ instrumentIds: ['U1/XRD-01'], usageIds: ['R-1', 'R-2'], issuedOn: '2026-11-30' },
          },
        },
      },
    ]);
  });

  it('or code and number of a paper one, and may name nothing', async () => {
    const { outcomes } = await read('4100201130', '01234567', '1000', '1000', ',');
    expect(outcomes).toMatchObject([
      { event: { subject: '410020113001234567', data: { instrumentIds: [], usageIds: [] } } },
    ]);
  });

  it.each<[string, string, string, string, string, string]>([
    ['more paid than billed', '', '26412000000012345678', '100', '100.01', 'at most amountFen'],
    ['eight digits alone', '', '01234567', '100', '100', 'eight digits alone'],
  ])('are refused for %s', async (_, code, number, amount, paid, message) => {
    const { faults } = await read(code, number, amount, paid);
    expect(faults).toMatchObject([{ message: expect.stringContaining(message) }]);
  });
});
