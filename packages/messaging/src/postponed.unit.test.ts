import { LIMITS } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { Postponed } from './postponed.ts';

const NEVER = { firstMs: 1e9, longestMs: 1e9 };

it('so many are remembered, and the oldest of more are tried at once', () => {
  const postponed = new Postponed(NEVER);
  for (let number = 0; number <= LIMITS.postponedDocuments.most; number += 1) postponed.failed(`${number}`);
  expect([postponed.has('0'), postponed.has('1'), postponed.size]).toEqual([
    false,
    true,
    LIMITS.postponedDocuments.most,
  ]);
  expect(postponed.ids()).not.toContain('0');
  // An item that fails again becomes the newest.
  postponed.failed('1');
  postponed.failed('one more');
  expect([postponed.has('1'), postponed.has('2')]).toEqual([true, false]);
});
