import { describe, expect, it } from '@jest/globals';
import { readCompanions } from './read-companions.ts';

const HEADING = '发票号码,仪器编号,使用记录编号,实际缴纳费用,缴纳日期,是否关联,蓝字发票号码';
const NUMBER = '18410000000000000001';
const GOOD = `${NUMBER},A/1;A/2,U-1；U-2,26000.00,2018-07-02,否,`;
const read = (...lines: readonly string[]) => readCompanions(Buffer.from([HEADING, ...lines].join('\n')));

it('a line gives the ids, what was paid and whether the parties are related', async () => {
  expect(await read(GOOD)).toEqual({
    items: [
      {
        ...{ line: 2, number: NUMBER, blueNumber: undefined },
        companion: {
          instrumentIds: ['A/1', 'A/2'],
          usageIds: ['U-1', 'U-2'],
          paid: { fen: 2_600_000n, on: '2018-07-02' },
          relatedParties: false,
        },
      },
    ],
    faults: [],
    warnings: [],
  });
});

it('an invoice that is not paid has neither amount nor day; a red one names its blue one', async () => {
  expect(await read(`${NUMBER},,,,,是,041001800104123456`)).toMatchObject({
    items: [
      { blueNumber: '041001800104123456', companion: { paid: null, relatedParties: true, usageIds: [] } },
    ],
  });
});

describe('refused is', () => {
  it.each<[string, string, string]>([
    ['a number out of a spreadsheet', GOOD.replace(NUMBER, '1.84E+19'), '发票号码'],
    ['an amount without a day', GOOD.replace('2018-07-02', ''), '缴纳日期'],
    ['a day without an amount', GOOD.replace('26000.00', ''), '实际缴纳费用'],
    ['an amount with a separator', GOOD.replace('26000.00', '"26,000.00"'), '实际缴纳费用'],
    ['an amount of nothing', GOOD.replace('26000.00', '0.00'), '实际缴纳费用'],
    ['nobody’s word about the parties', GOOD.replace('否', ''), '是否关联'],
    ['a blue number of eight digits', `${GOOD}12345678`, '蓝字发票号码'],
  ])('%s', async (_, line, place) => {
    expect(await read(line)).toMatchObject({ items: [], faults: [{ line: 2, place }] });
  });

  it('the second line of an invoice', async () => {
    expect(await read(GOOD, GOOD)).toMatchObject({ items: [{ line: 2 }], faults: [{ line: 3 }] });
  });

  it('a table without a column', async () => {
    expect(await readCompanions(Buffer.from(HEADING.replace('是否关联', 'x')))).toMatchObject({
      faults: [{ code: 'no-heading-row', message: expect.stringContaining('是否关联') }],
    });
    expect(await readCompanions(Buffer.from(''))).toMatchObject({ faults: [{ code: 'no-heading-row' }] });
  });
});
