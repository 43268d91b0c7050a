import { describe, expect, it } from '@jest/globals';
import { applyRate, assertInt64, formatYuan, minFen } from './money.ts';
import { formatRate, MILLIONTHS, parseRate } from './rate.ts';

describe('a rate', () => {
  it.each([
    ['0.25', 250_000n, '0.25'],
    ['0.2', 200_000n, '0.2'],
    ['0.200', 200_000n, '0.2'],
    ['1', MILLIONTHS, '1'],
    ['1.000000', MILLIONTHS, '1'],
    ['0', 0n, '0'],
    ['0.000001', 1n, '0.000001'],
    ['10.5', 10_500_000n, '10.5'],
  ])('%s is %d millionths, written %s', (text, millionths, written) => {
    expect(parseRate(text)).toBe(millionths);
    expect(formatRate(millionths)).toBe(written);
  });

  it.each(['', '.5', '1.', '0.1234567', '-0.1', '1e-1', '01', '25%', ' 0.2', '０.2'])(
    '%p is none',
    (text) => {
      expect(parseRate(text)).toBeUndefined();
    },
  );
});

describe('base × rate', () => {
  it.each([
    // base, rate, fen: a half rounds up, anything less rounds down.
    [70_000_050n, '0.03', 2_100_002n],
    [70_000_049n, '0.03', 2_100_001n],
    [5n, '0.1', 1n],
    [4n, '0.1', 0n],
    [15n, '0.1', 2n],
    [1n, '0.5', 1n],
    [0n, '1', 0n],
    [9_999_999_999_999n, '1', 9_999_999_999_999n],
    [9_999_999_999_999n, '0.000001', 10_000_000n],
  ])('%d × %s = %d fen', (base, rate, fen) => {
    expect(applyRate(base, parseRate(rate) ?? -1n)).toBe(fen);
  });

  it('is never asked of what is negative', () => {
    expect(() => applyRate(-1n, 1n)).toThrow('never negative');
    expect(() => applyRate(1n, -1n)).toThrow('never negative');
  });
});

it('the smaller of two amounts is the smaller', () => {
  expect([minFen(1n, 2n), minFen(2n, 1n), minFen(-1n, 0n)]).toEqual([1n, 1n, -1n]);
});

it('what does not fit 64 bits is not stored', () => {
  expect(assertInt64(2n ** 63n - 1n)).toBe(2n ** 63n - 1n);
  expect(() => assertInt64(2n ** 63n)).toThrow('64 bits');
});

it.each([
  [0n, '0.00'],
  [5n, '0.05'],
  [123_456n, '1,234.56'],
  [100_000_000n, '1,000,000.00'],
  [-7n, '-0.07'],
])('%d fen are %s yuan', (fen, yuan) => {
  expect(formatYuan(fen)).toBe(yuan);
});
