import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cell } from '../tables/table.ts';
import { readMoney } from './read-money.ts';

const text = (written: string): Cell => ({ text: written, kind: 'text' });
const number = (stored: string): Cell => ({ text: stored, kind: 'number' });

describe('an amount is taken', () => {
  it.each<[string, Cell, string, bigint]>([
    ['a number of yuan', number('560'), '元', 56_000n],
    ['a number of 10,000 yuan', number('560'), '万元', 560_000_000n],
    ['separators in threes', text('1,234.56'), '万元', 1_234_560_000n],
    ['the unit of the heading again', text('1,234.5万'), '万元', 1_234_500_000n],
    ['that unit in full', text('80万元'), '万元', 80_000_000n],
    ['yuan in a cell under yuan', text('12,000元'), '元', 1_200_000n],
    ['full-width digits', text('１２３'), '元', 12_300n],
    ['full-width separators', text('１，２３４．５'), '元', 123_450n],
    ['a sign of the currency', text('￥1,000.00'), '元', 100_000n],
    ['its other form', text('¥ 5'), '元', 500n],
    ['space around', text('　80 '), '万元', 80_000_000n],
    ['nothing', text('0'), '元', 0n],
    ['0.1 + 0.2 as a binary fraction', number('0.30000000000000004'), '万元', 300_000n],
    ['1234.56 as one', number('1234.5599999999999'), '元', 123_456n],
    ['an exponent', number('1.2345E3'), '元', 123_450n],
    ['a negative exponent', number('6.9999999999999999E-2'), '万元', 70_000n],
    ['the smallest of a heading in 10,000', text('0.000001'), '万元', 1n],
    ['the largest', text('99,999,999,999.99'), '元', 9_999_999_999_999n],
    ['thousands', text('1.5'), '千元', 150_000n],
  ])('%s', (_, cell, unit, fen) => {
    expect(readMoney(cell, unit)).toEqual({ value: fen });
  });
});

describe('an amount is refused', () => {
  it.each<[string, Cell, string, string]>([
    [
      'of another unit',
      text('1,234.5万'),
      '元',
      '12,345,000.00 yuan by the cell, 1,234.50 yuan by the heading',
    ],
    [
      'of the other unit',
      text('12,000元'),
      '万元',
      '12,000.00 yuan by the cell, 120,000,000.00 yuan by the heading',
    ],
    ['of commas elsewhere', text('1,23.4'), '元', 'commas do not stand before each three digits'],
    ['of commas behind the point', text('1.234,567'), '元', '"1.234,567"'],
    ['negative', text('￥-5'), '元', 'negative'],
    ['negative with a full-width sign', text('－5'), '元', 'negative'],
    ['negative as accountants write it', text('(500)'), '元', 'negative'],
    ['negative as a number', number('-5'), '元', 'negative, "-5"'],
    ['about', text('约500'), '元', '"约500"; write the amount in digits'],
    ['a dash', text('—'), '元', '0 where there is none'],
    ['another dash', text('-'), '元', '0 where there is none'],
    ['blank', text(' '), '元', 'it is empty'],
    ['Chinese numerals', text('一万二'), '万元', 'in Chinese numerals; write the amount in digits'],
    ['an exponent as text', text('1.2E+5'), '元', 'write the amount in digits'],
    ['less than a fen', text('33.333333333'), '万元', 'not a whole fen'],
    ['less than a fen as a number', number('33.333333333'), '万元', 'not a whole fen'],
    ['a day', { text: '43542', kind: 'day' }, '元', 'it is a day, not an amount'],
    ['a range', text('5-8'), '元', '"5-8"'],
    ['another currency', text('$5'), '元', '"$5"'],
  ])('%s', (_, cell, unit, message) => {
    expect(readMoney(cell, unit)).toEqual({ wrong: expect.stringContaining(message) });
  });
});

it('every amount of whole fen comes back, however it is written', () => {
  const fen = fc.bigInt({ min: 0n, max: 9_999_999_999_999n });
  fc.assert(
    fc.property(
      fen,
      fc.constantFrom(['元', 100n], ['万元', 1_000_000n]),
      fc.boolean(),
      (amount, unit, isGrouped) => {
        const [name, size] = unit as [string, bigint];
        const whole = `${amount / size}`;
        const shown = isGrouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
        const fraction = `${amount % size}`.padStart(`${size}`.length - 1, '0');
        expect(readMoney(text(`${shown}.${fraction}`), name)).toEqual({ value: amount });
        expect(readMoney(number(`${whole}.${fraction}`), name)).toEqual(
          `${whole}${fraction}`.replace(/^0+/, '').length <= 15 ? { value: amount } : expect.anything(),
        );
      },
    ),
    { numRuns: examples(2_000) },
  );
});

it('a binary fraction is what a spreadsheet shows of it, to 15 digits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }), (yuan, fen) => {
      const stored = number(String(yuan + fen / 100));
      expect(readMoney(stored, '元')).toEqual({ value: BigInt(yuan) * 100n + BigInt(fen) });
    }),
    { numRuns: examples(1_000) },
  );
});
