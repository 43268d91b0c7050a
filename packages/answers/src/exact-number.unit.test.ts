import { AssertionFailed } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { exactNumber, exactOrNull, exactSum } from './exact-number.ts';

it('gives amounts as JSON numbers up to the largest exact one', () => {
  expect(exactNumber(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(exactNumber(-9_007_199_254_740_991n)).toBe(-9_007_199_254_740_991);
  expect(exactOrNull(undefined)).toBeNull();
  expect(exactOrNull(0n)).toBe(0);
});

it('gives no figure of a sum beyond it, either way', () => {
  expect(exactSum(9_007_199_254_740_991n)).toBe(9_007_199_254_740_991);
  expect(exactSum(9_007_199_254_740_992n)).toBeNull();
  expect(exactSum(-9_007_199_254_740_992n)).toBeNull();
});

it('never gives a wrong one', () => {
  expect(() => exactNumber(9_007_199_254_740_992n)).toThrow(AssertionFailed);
});
