import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import exceljs from 'exceljs';
import type { DirectoryEntry } from '../unit-directory.ts';
import { readForTests } from './read-for-tests.ts';

const sample = (name: string) => readFileSync(new URL(`../samples/${name}`, import.meta.url));
const MAPPING = sample('mapping-contract-register.yaml').toString();
const SAMPLE = sample('contract-register.csv').toString();
const LINES = SAMPLE.trimEnd().split(/\r?\n/);

const BUYER = { uscc: '91410100EXAMPLE21X', kind: 'enterprise', divisionCode: '410100' } as const;
const AGENCY = { uscc: '91410100EXAMPLE032', kind: 'enterprise', divisionCode: '410105' } as const;
const UNITS: readonly DirectoryEntry[] = [
  { name: '郑州示例精密机械有限公司', ...BUYER },
  { name: '郑州示例技术转移有限公司', ...AGENCY },
  { name: 'Example Robotics Inc.', uscc: null, kind: 'enterprise', divisionCode: null, country: 'US' },
];

const read = (text: string, units = UNITS, mapping = MAPPING) =>
  readForTests(Buffer.from(text), mapping, units);

/** The sample with one text put in the place of another, in its fourth line only. */
const withFirst = (from: string, to: string) =>
  LINES.map((line, at) => (at === 3 ? line.replace(from, to) : line)).join('\n');

describe('the sample of a register', () => {
  it('as CSV becomes three contracts, exact to the fen', async () => {
    const { counts, faults, outcomes, recognised } = await read(SAMPLE);
    expect(faults).toEqual([]);
    expect(counts).toEqual({ rows: 3, facts: 3, waiting: 0, refused: 0, warnings: 1, ignored: 0 });
    expect(recognised).toMatchObject({ kind: 'csv', encoding: 'UTF-8', headingLine: 3 });
    expect(outcomes.map((one) => [one.line, 'event' in one && one.event['data']])).toMatchObject([
      [
        4,
        {
          totalAmountFen: 560_000_000,
          technologyAmountFen: 500_000_000,
          signedOn: '2019-03-18',
          intermediary: AGENCY,
        },
      ],
      [
        5,
        { totalAmountFen: 1_234_560_000, registeredOn: '2019-05-20', seller: { uscc: null, country: 'US' } },
      ],
      [
        6,
        {
          totalAmountFen: 80_000_000,
          signedOn: '2019-06-01',
          registeredOn: '2019-07-04',
          fiscallyFunded: true,
          buyer: BUYER,
        },
      ],
    ]);
    expect(outcomes[0]).toMatchObject({
      outcome: 'fact',
      event: {
        ...{
          specversion: '1.0',
          id: '2019410100000901@7',
          source: 'urn:duixian:test',
          type: 'duixian.contract.v1',
        },
        ...{ subject: '2019410100000901', data: { revision: 7, category: 'transfer', status: 'registered' } },
      },
    });
  });

  it('as a workbook has one number that has lost its digits', async () => {
    const { faults, outcomes } = await readForTests(sample('contract-register.xlsx'), MAPPING, UNITS);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['fact', 'refused', 'fact']);
    expect(faults).toEqual([
      {
        line: 5,
        place: '合同登记编号',
        code: 'bad-field',
        message: expect.stringContaining('the last are lost'),
      },
    ]);
  });

  it('waits for each unit that nobody knows, and refuses nothing for it', async () => {
    const { counts, outcomes } = await read(SAMPLE, []);
    expect(counts).toMatchObject({ facts: 0, waiting: 3, refused: 0 });
    expect(
      outcomes.map((one) => 'units' in one && one.units.map(({ field, unit }) => [field, unit.name])),
    ).toEqual([
      [['intermediary', '郑州示例技术转移有限公司']],
      [['seller', 'Example Robotics Inc.']],
      [['buyer', '郑州示例精密机械有限公司']],
    ]);
    expect(outcomes[0]).toMatchObject({
      subject: '2019410100000901',
      data: { seller: { name: '洛阳示例光电股份有限公司' } },
    });
  });

  it('of two units of one name, takes the one of the division that the row has', async () => {
    const twice = [
      ...UNITS,
      { ...UNITS[0], name: '郑州示例精密机械有限公司', uscc: '91410100EXAMPLE221', divisionCode: '410300' },
    ];
    expect((await read(SAMPLE, twice as DirectoryEntry[])).counts.facts).toBe(3);
    const same = [...UNITS, { ...UNITS[0], name: '郑州示例精密机械有限公司', uscc: '91410100EXAMPLE221' }];
    expect((await read(SAMPLE, same as DirectoryEntry[])).counts.waiting).toBe(1);
  });
});

describe('a row is refused by its cell', () => {
  it.each<[string, string, string, string, string]>([
    ['a date that never was', '2019-03-18', '2019-02-30', '合同签订日期', 'there is no such day'],
    ['an amount about', ',560,', ',约560,', '合同成交总金额（万元）', 'write the amount in digits'],
    [
      'more technology than total',
      ',560,500',
      ',560,561',
      '其中：技术交易额（万元）',
      'at most totalAmountFen, 560000000',
    ],
    [
      'registered before it was signed',
      '2019-04-08',
      '2019-03-08',
      '认定登记日期',
      'on or after signedOn, 2019-03-18',
    ],
    ['a kind of contract that is unknown', ',技术转让,', ',技术入股,', '合同类别', 'must be one of 技术开发'],
    ['a status that is unknown', ',已登记', ',登记中', '登记状态', 'must be one of 已登记, 已变更'],
    ['a wrong check character', 'EXAMPLE21X', 'EXAMPLE211', '买方统一社会信用代码', 'the check character of'],
    ['a nature that is none', ',150,142', ',999,142', '买方性质', 'no code of 买卖方性质'],
    ['a country that is none', ',142,', ',998,', '买方国别代码', 'no country code that is known'],
    ['a USCC beyond the border', ',142,', ',502,', '买方国别代码', 'one of the two is wrong'],
    ['a division of five digits', ',410300,', ',41030,', '卖方行政区划代码', 'six digits of the division'],
    ['a number of 15 digits', '2019410100000901', '201941010000090', '合同登记编号', '14 or 16 digits'],
    [
      'a number that a spreadsheet cut',
      '2019410100000901',
      '2.01941E+15',
      '合同登记编号',
      'a spreadsheet has lost its digits',
    ],
    ['no title', '钢结构数字化建造技术转让（示例）', '', '项目名称', 'it is empty'],
    [
      'a number that is there already',
      '2019410100000901',
      '2019410100000902',
      '合同登记编号',
      'line 4 has the same number',
    ],
    ['a title of a sign that nobody sees', '钢结构', '钢\u202e结构', '项目名称', 'U+202E'],
  ])('%s', async (_, from, to, place, message) => {
    const { faults, counts } = await read(withFirst(from, to));
    expect(faults).toEqual(
      [{ line: expect.any(Number), place, code: 'bad-field', message: expect.stringContaining(message) }].map(
        (fault) => (message === 'it is empty' ? { ...fault, code: 'missing-field' } : fault),
      ),
    );
    expect(counts).toMatchObject({ facts: 2, refused: 1 });
  });

  it('with all that is wrong at once', async () => {
    const { faults } = await read(
      withFirst('技术转让,2019-03-18', '入股,3/18/2019').replace(',560,500', ',—,-5'),
    );
    expect(faults.map(({ place }) => place)).toEqual([
      '合同类别',
      '合同签订日期',
      '合同成交总金额（万元）',
      '其中：技术交易额（万元）',
    ]);
  });
});

describe('a party', () => {
  it.each<[string, string, string, Record<string, unknown>]>([
    ['of Hong Kong', ',,150,142,410100', ',,150,110,', { uscc: null, country: 'HK', divisionCode: null }],
    ['of a country in words', ',,150,142,410100', ',,150,美国,', { uscc: null, country: 'US' }],
    [
      'with full-width codes',
      '91410100EXAMPLE21X,150',
      '９１４１０１００EXAMPLE21X,１５０',
      { uscc: '91410100EXAMPLE21X', kind: 'enterprise' },
    ],
    ['of the university', ',150,142', ',022,142', { kind: 'university' }],
    ['of a nature of four digits', ',150,142', ',0111,142', { kind: 'other' }],
    ['of a division of four digits', ',142,410100', ',142,4101', { divisionCode: '410100' }],
  ])('%s', async (_, from, to, buyer) => {
    const row = withFirst(
      '91410100EXAMPLE21X,150,142',
      from.startsWith(',,') ? ',150,142' : '91410100EXAMPLE21X,150,142',
    );
    const { outcomes } = await read(row.replace(from, to));
    expect(outcomes[0]).toMatchObject({ event: { data: { buyer } } });
  });
});

describe('a file is stopped', () => {
  it.each<[string, (text: string) => string, string, string]>([
    [
      'by a heading that nobody mapped',
      (text) => text.replace(',知识产权类别', ',合同金额'),
      'unmapped-heading',
      'nearest that it knows is 合同名称',
    ],
    [
      'by a heading that is missing',
      (text) => text.replace(',登记状态', ''),
      'missing-field',
      'no column for status; the mapping knows it as "登记状态"',
    ],
    [
      'by a heading that comes twice',
      (text) => text.replace(',知识产权类别', ',合同名称'),
      'unmapped-heading',
      'column R is for title as an earlier one is',
    ],
    [
      'by an amount without a unit',
      (text) => text.replaceAll('（万元）', '').replace('单位：万元', ''),
      'no-unit',
      'write （万元） or （元） behind the heading',
    ],
    [
      'by units of which nobody knows which',
      (text) => text.replaceAll('（万元）', '').replace('单位：万元,', '单位：万元,单位：元'),
      'no-unit',
      '万元 and 元',
    ],
    ['by being another table', () => '甲,乙\n1,2\n', 'no-heading-row', '60% of the headings'],
  ])('%s', async (_, change, code, message) => {
    const { faults, counts, isStopped } = await read(change(SAMPLE));
    expect(isStopped).toBe(true);
    expect(counts.rows).toBe(0);
    expect(faults).toContainEqual(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('by two sheets with the headings, unless one is picked', async () => {
    const workbook = new exceljs.Workbook();
    for (const name of ['甲表', '乙表'])
      workbook.addWorksheet(name).addRows(LINES.slice(2).map((line) => line.split(',')));
    const bytes = new Uint8Array(await workbook.xlsx.writeBuffer());
    const { faults } = await readForTests(bytes, MAPPING, UNITS);
    expect(faults[0]?.message).toContain('2 sheets have the headings: "甲表" and "乙表"');
    const picked = await readForTests(bytes, MAPPING.replace('pick: 登记台账', 'pick: 乙表'), UNITS);
    expect(picked.recognised?.sheet).toBe('乙表');
  });

  it('by its heading row beyond the twentieth', async () => {
    const late = (rows: number) => `${'甲\n'.repeat(rows)}${LINES.slice(2).join('\n')}`;
    expect((await read(late(19))).counts.rows).toBe(3);
    expect((await read(late(20))).faults[0]?.code).toBe('no-heading-row');
  });
});

describe('headings', () => {
  it('are known without spaces, stars, line breaks and widths', async () => {
    const text = SAMPLE.replace('合同登记编号', '"＊合同\n登记 编号"').replace(
      '其中：技术交易额（万元）',
      '其中:技术交易额 (单位:万元)',
    );
    expect((await read(text)).counts.facts).toBe(3);
  });

  it('of two lines are joined', async () => {
    const [, , , ...rows] = LINES;
    const group = (heading: string) => heading.replace(/^[卖买]方/, '');
    const headings = (LINES[2] ?? '').split(',');
    const upper = headings.map((heading) => {
      const party = /^([卖买]方)名称/.exec(heading)?.[1];
      return party ?? (/^[卖买]方/.test(heading) ? '' : heading);
    });
    const lower = headings.map((heading) => (/^[卖买]方/.test(heading) ? group(heading) : ''));
    const { counts, faults, recognised } = await read([upper.join(','), lower.join(','), ...rows].join('\n'));
    expect(faults).toEqual([]);
    expect(recognised).toMatchObject({ headingLine: 2 });
    expect(counts.facts).toBe(3);
  });

  it('take the unit of the banner where they have none', async () => {
    const { recognised, counts } = await read(SAMPLE.replaceAll('（万元）', ''));
    expect(recognised?.columns.find(({ field }) => field === 'totalAmountFen')?.unit).toBe('万元');
    expect(counts.facts).toBe(3);
  });
});

describe('the end of the table', () => {
  const [title = '', banner = '', heading = '', first = '', second = '', third = '', total = ''] = LINES;

  it('is a total, which is compared, and rows behind it are counted', async () => {
    const middle = [title, banner, heading, first, total, second, third].join('\n');
    const { counts, warnings } = await read(middle);
    expect(counts).toMatchObject({ rows: 1, facts: 1, ignored: 2 });
    expect(warnings.slice(1).map(({ line, code, message }) => [line, code, message])).toEqual([
      [
        5,
        'does-not-add-up',
        expect.stringContaining(
          '18,745,600.00 yuan, and the rows that could be read add up to 5,600,000.00 yuan',
        ),
      ],
      [5, 'does-not-add-up', expect.any(String)],
      [5, 'bad-field', expect.stringContaining('2 rows with something in them from there on were not read')],
    ]);
  });

  it.each([
    ['填表人：张三', 1],
    ['制表日期 2019-12-31', 1],
    ['小计', 1],
    ['合计（12项）', 1],
  ])('is %s', async (word, rows) => {
    const mapping = MAPPING.replace(
      'endAt: [合计, 总计, 小计, 填表人]',
      'endAt: [合计, 总计, 小计, 填表, 制表]',
    );
    expect((await read([heading, first, `${word},,,,`, second].join('\n'), UNITS, mapping)).counts.rows).toBe(
      rows,
    );
  });

  it('is behind 50 empty rows', async () => {
    const gap = (rows: number) => [heading, first, ...Array<string>(rows).fill(',,,'), second].join('\n');
    expect((await read(gap(49))).counts).toMatchObject({ rows: 2, ignored: 0 });
    expect((await read(gap(50))).counts).toMatchObject({ rows: 1, ignored: 1 });
  });
});

describe('a workbook', () => {
  async function workbookOf(act: (sheet: exceljs.Worksheet) => void) {
    const sheet = new exceljs.Workbook().addWorksheet('登记台账');
    sheet.addRows(LINES.slice(2, 6).map((line) => line.replace('"1,234.56"', '1234.56').split(',')));
    act(sheet);
    return readForTests(new Uint8Array(await sheet.workbook.xlsx.writeBuffer()), MAPPING, UNITS);
  }

  it('gives a merged cell to its first row only', async () => {
    const { faults, counts } = await workbookOf((sheet) => sheet.mergeCells('K2:K4'));
    expect(counts).toMatchObject({ facts: 1, refused: 2 });
    expect(faults).toMatchObject([
      { line: 3, place: '买方名称', message: expect.stringContaining('cell K3: it is under a merged cell') },
      { line: 4, place: '买方名称' },
    ]);
  });

  it('may have formulas with a value; without one, and errors, are refused by cell', async () => {
    const { faults, warnings, counts } = await workbookOf((sheet) => {
      sheet.getCell('P2').value = { formula: 'Q2+60', result: 560 };
      sheet.getCell('P3').value = { formula: 'Q3' };
      sheet.getCell('P4').value = { error: '#REF!' };
    });
    expect(counts).toMatchObject({ facts: 1, refused: 2 });
    expect(warnings.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('cell P2 is a formula'),
    );
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('cell P3: it is a formula without a value'),
      expect.stringContaining('cell P4: it is the error "#REF!"'),
    ]);
  });

  it('refuses what is hidden', async () => {
    const row = await workbookOf((sheet) => {
      sheet.getRow(3).hidden = true;
    });
    expect(row.faults).toMatchObject([{ line: 3, message: expect.stringContaining('the row is hidden') }]);
    const column = await workbookOf((sheet) => {
      sheet.getColumn(17).hidden = true;
    });
    expect(column).toMatchObject({
      isStopped: true,
      faults: [{ message: expect.stringContaining('column Q is hidden') }],
    });
  });

  it('computes binary fractions as they are shown', async () => {
    const { outcomes } = await workbookOf((sheet) => {
      sheet.getCell('P2').value = 0.1 + 0.2;
      sheet.getCell('Q2').value = 0.3;
    });
    expect(outcomes[0]).toMatchObject({
      event: { data: { totalAmountFen: 300_000, technologyAmountFen: 300_000 } },
    });
  });
});

it('headings of two lines in merged cells are joined, and rows ready to be filled in are none', async () => {
  const sheet = new exceljs.Workbook().addWorksheet('登记台账');
  const headings = (LINES[2] ?? '').split(',');
  sheet.addRow(headings.map((heading) => /^([卖买]方)/.exec(heading)?.[1] ?? heading));
  sheet.addRow(headings.map((heading) => (/^[卖买]方/.test(heading) ? heading.slice(2) : '')));
  sheet.addRows([LINES[3], LINES[5]].map((line) => (line ?? '').split(',')));
  sheet.addRow([4]).getCell(16).value = { formula: 'Q5', result: '' };
  sheet.mergeCells('G1:J1');
  sheet.mergeCells('K1:O1');
  for (const column of ['A', 'B', 'P', 'Y']) sheet.mergeCells(`${column}1:${column}2`);
  const bytes = new Uint8Array(await sheet.workbook.xlsx.writeBuffer());
  const { counts, faults, recognised } = await readForTests(bytes, MAPPING, UNITS);
  expect(faults).toEqual([]);
  expect(recognised?.columns.slice(5, 7).map(({ heading }) => heading)).toEqual([
    '卖方名称',
    '卖方统一社会信用代码',
  ]);
  expect(counts).toMatchObject({ rows: 2, facts: 2, ignored: 0 });
});

it('columns that are absent are what the mapping says, and shown', async () => {
  const lines = LINES.map((line) =>
    line.replace(',是否关联交易,是否财政资金', '').replace(/,(否|是),(否|是),已登记/, ',已登记'),
  );
  const { recognised, counts } = await read(lines.join('\n'));
  expect(counts.facts).toBe(3);
  expect(recognised?.absent.map(({ field, value }) => [field, value])).toEqual([
    ['relatedParties', false],
    ['fiscallyFunded', false],
  ]);
});

it('of a thousand thousands of faults a thousand are listed, and all are counted', async () => {
  const rows = Array.from({ length: 1_200 }, (_, at) =>
    (LINES[3] ?? '').replace('0901', `${1_000 + at}`).replace(',560,', ',x,'),
  );
  const { faults, counts } = await read([LINES[2], ...rows].join('\n'));
  expect(counts.refused).toBe(1_200);
  expect(faults).toHaveLength(1_001);
  expect(faults.at(-1)?.message).toBe('further faults are not listed (200); correct these first');
});

describe('cells of as many characters as a cell may have', () => {
  const LONG = `x${' '.repeat(30_000)}y`;

  it('are refused soon, and shown short', async () => {
    const row = (LINES[3] ?? '').split(',').map((cell, column) => (column > 1 ? LONG : cell));
    const started = performance.now();
    const { faults, counts } = await read([LINES[2], row.join(',')].join('\n'));
    expect(counts.refused).toBe(1);
    expect(Math.max(...faults.map(({ message }) => message.length))).toBeLessThan(400);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('are refused soon as headings too', async () => {
    const started = performance.now();
    const headings = `${LINES[2]},${Array.from({ length: 20 }, (_, at) => `${LONG}${at}`).join(',')}`;
    const { faults } = await read([...Array<string>(10).fill(LONG), headings, LINES[3]].join('\n'));
    expect(faults).toHaveLength(20);
    expect(Math.max(...faults.map(({ place }) => place.length))).toBeLessThan(200);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
