import type { Party } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import { countryOf, natureOf } from './register/codes.ts';
import { readDirectory } from './register/read-directory.ts';
import { directoryOf } from './unit-directory.ts';

const A = {
  name: '郑州（示例）大学',
  uscc: '12410100EXAMPLE011',
  kind: 'university',
  divisionCode: '410102',
} as const;
const B = {
  name: '示例有限公司',
  uscc: '91410100EXAMPLE21X',
  kind: 'enterprise',
  divisionCode: '410100',
} as const;
const C: Party = { ...B, uscc: '91410300EXAMPLE24H', divisionCode: '410300' };
const D: Party = {
  name: 'Example Inc.',
  uscc: null,
  kind: 'enterprise',
  divisionCode: null,
  country: 'US',
};

it.each<[string, string, string | undefined, string | undefined, Party | undefined]>([
  ['the name', '郑州（示例）大学', undefined, undefined, A],
  ['other brackets, widths and spaces', '郑州 ( 示例 ) 大学', undefined, undefined, A],
  ['the code of the sender', '郑大', undefined, 'U1', A],
  ['a name and its division', '示例有限公司', '410300', undefined, C],
  ['nothing, where the name is of two', '示例有限公司', undefined, undefined, undefined],
  ['nothing, where the division is another', '示例有限公司', '410200', undefined, undefined],
  ['nothing, where a name is nearly the same', '郑州示例大学', undefined, undefined, undefined],
  ['a unit beyond the border', 'Example  Inc.', '410100', undefined, D],
])('a unit is known by %s', (_, name, division, code, unit) => {
  expect(directoryOf([{ ...A, unit: 'U1' }, B, C, D])({ name, division, code })).toEqual(unit);
});

describe('a directory', () => {
  it('is read from a table', async () => {
    const csv =
      '单位代码,单位名称,统一社会信用代码,性质,行政区划代码,国别代码\nU1,郑州（示例）大学,12410100EXAMPLE011,022,410102,\n,Example Inc.,,外资企业,,502\n';
    expect(await readDirectory(Buffer.from(csv))).toEqual({ entries: [{ ...A, unit: 'U1' }, D], faults: [] });
  });

  it('is refused with all that is wrong', async () => {
    const csv = '单位名称,统一社会信用代码,性质,行政区划代码\n甲,1,999,41\n,12410100EXAMPLE011,022,410102\n';
    const { faults } = await readDirectory(Buffer.from(csv));
    expect(faults.map(({ line, place }) => [line, place])).toEqual([
      [2, '性质'],
      [2, '统一社会信用代码'],
      [2, '行政区划代码'],
      [3, '单位名称'],
    ]);
    expect((await readDirectory(Buffer.from('甲,乙\n'))).faults).toHaveLength(4);
    expect((await readDirectory(Buffer.from('%PDF'))).faults).toMatchObject([{ code: 'wrong-kind-of-file' }]);
  });
});

it.each([
  ['142', 'CN'],
  ['110', 'HK'],
  ['121', 'MO'],
  ['143', 'TW'],
  ['116', 'JP'],
  ['133', 'KR'],
  ['303', 'GB'],
  ['304', 'DE'],
  ['５０２', 'US'],
  ['us', 'US'],
  ['德国', 'DE'],
  ['999', undefined],
  ['XX', undefined],
])('the country %s is %s', (text, country) => {
  expect(countryOf(text)).toBe(country);
});

it.each([
  ['011', 'other'],
  ['0112', 'other'],
  ['020', 'public-institution'],
  ['021', 'research-institute'],
  ['22', 'university'],
  ['023', 'public-institution'],
  ['024', 'public-institution'],
  ['030', 'other'],
  ['160', 'enterprise'],
  ['230', 'enterprise'],
  ['340', 'enterprise'],
  ['410', 'other'],
  ['高等院校', 'university'],
  ['190', undefined],
  ['甲', undefined],
])('the nature %s is %s', (text, kind) => {
  expect(natureOf(text)?.kind).toBe(kind);
});
