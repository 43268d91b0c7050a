import { examples } from '@duixian/testing/long-forms';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEN_PER_TEN_THOUSAND_YUAN, fenOf, fenOfYuan, plainYuan } from './exact-amount.ts';

it.each<[string, bigint | undefined]>([
  ['26000', 2_600_000n],
  ['1200.5', 120_050n],
  ['0.07', 7n],
  ['-1000000.00', -100_000_000n],
  ['90071992547409.93', 9_007_199_254_740_993n],
  ['0.001', undefined],
  ['1.000', undefined],
  ['12,000', undefined],
  ['12,000元', undefined],
  ['一万二', undefined],
  ['1e3', undefined],
  ['+1', undefined],
  ['01', undefined],
  ['.5', undefined],
  ['5.', undefined],
  ['１２', undefined],
  ['', undefined],
])('%j yuan are %p fen', (text, fen) => expect(fenOfYuan(text)).toBe(fen));

it.each<[string, bigint | undefined]>([
  ['190.00', 190_000_000n],
  ['0.07', 70_000n],
  ['33.333333', 33_333_333n],
  ['33.3333333', undefined],
])('%s 万元 are %p fen', (text, fen) => {
  expect(fenOf(text, { fenPerUnit: FEN_PER_TEN_THOUSAND_YUAN, mostDecimals: 12 })).toBe(fen);
});

it('what is written is read as it was', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (fen) => {
      expect(fenOfYuan(plainYuan(fen))).toBe(fen);
    }),
    { numRuns: examples(500) },
  );
});
