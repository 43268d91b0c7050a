import { expect, it } from '@jest/globals';
import { expiryNotice } from './expiry-notice.ts';

const NOW = new Date('2026-03-02T01:00:00Z');

it.each([
  [31, undefined],
  [30, 30],
  [8, 30],
  [7, 7],
  [0.01, 7],
])('a key that ends in %d days is announced %p days before', (days, expected) => {
  expect(expiryNotice(new Date(NOW.getTime() + days * 86_400_000), NOW)?.days).toBe(expected);
});
