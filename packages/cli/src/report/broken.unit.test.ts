import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { broken } from './broken.ts';

describe('a text in lines', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['对国际技术转移机构促成的交易按 10% 补助', 20, ['对国际技术转移机构促', '成的交易按 10% 补助']],
    ['甲，乙。', 4, ['甲，', '乙。']],
    ['（甲）乙', 6, ['（甲）', '乙']],
    ['2018410100000004', 10, ['2018410100', '000004']],
    ['to 郑州示例公司', 8, ['to 郑州', '示例公司']],
    ['', 8, ['']],
  ])('%j in %d columns', (text, columns, lines) => {
    expect(broken(text, columns)).toEqual(lines);
  });

  it('loses nothing but the spaces at which it was broken, and fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 40 }), (text, columns) => {
        const lines = broken(text, columns);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });
});
