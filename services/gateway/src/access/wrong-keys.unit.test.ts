import { LIMITS } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { WrongKeys } from './wrong-keys.ts';

const MOST = LIMITS.wrongKeys.most;
const EVERY_MS = LIMITS.wrongKeyEveryMs.most;

/** How many wrong keys from an address are compared at a moment. */
function exhausted(address: string, at = 0): WrongKeys {
  const keys = new WrongKeys();
  for (let count = 0; count < MOST; count += 1) {
    expect(keys.waitMs(address, `wrong ${count}`, at)).toBe(0);
    keys.wasWrong(address, `wrong ${count}`, at);
  }
  return keys;
}

describe('an address', () => {
  it('that tried as many wrong keys as may be waits for the next, and then for one more', () => {
    const keys = exhausted('192.0.2.1');
    expect(keys.waitMs('192.0.2.1', 'next', 0)).toBe(EVERY_MS);
    expect(keys.waitMs('192.0.2.1', 'next', EVERY_MS)).toBe(0);
    keys.wasWrong('192.0.2.1', 'next', EVERY_MS);
    expect(keys.waitMs('192.0.2.1', 'next', EVERY_MS)).toBe(EVERY_MS);
  });

  it('does not wait for what another did', () => {
    expect(exhausted('192.0.2.1').waitMs('192.0.2.2', 'x', 0)).toBe(0);
  });

  it('that was quiet has all of its tries again', () => {
    const keys = exhausted('192.0.2.1');
    const later = MOST * EVERY_MS;
    for (let count = 0; count < MOST; count += 1) {
      expect(keys.waitMs('192.0.2.1', 'x', later)).toBe(0);
      keys.wasWrong('192.0.2.1', 'x', later);
    }
    expect(keys.waitMs('192.0.2.1', 'x', later)).toBe(EVERY_MS);
  });

  it('is not given more by a clock that goes back', () => {
    expect(exhausted('192.0.2.1', 1_000_000).waitMs('192.0.2.1', 'x', 0)).toBe(EVERY_MS);
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:DB8:1:2::1', '2001:0db8:0001:0002:0:0:0:1', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ])('%s and %s share their tries: %s', (one, other, isShared) => {
    expect(exhausted(one).waitMs(other, 'x', 0)).toBe(isShared ? EVERY_MS : 0);
  });
});

describe('a key that was right', () => {
  it('is not held up by wrong keys of a neighbour at the same address, for an hour', () => {
    const keys = exhausted('192.0.2.1');
    keys.wasRight('192.0.2.1', 'right', 0);
    expect(keys.waitMs('192.0.2.1', 'right', 0)).toBe(0);
    keys.wasWrong('192.0.2.1', 'wrong', LIMITS.rightKeyMs.most - 1);
    for (let count = 0; count < MOST; count += 1) keys.wasWrong('192.0.2.1', 'x', LIMITS.rightKeyMs.most);
    expect(keys.waitMs('192.0.2.1', 'right', LIMITS.rightKeyMs.most - 1)).toBe(0);
    expect(keys.waitMs('192.0.2.1', 'right', LIMITS.rightKeyMs.most)).toBeGreaterThan(0);
  });

  it('is so at its address only', () => {
    const keys = exhausted('192.0.2.1');
    keys.wasRight('192.0.2.2', 'right', 0);
    expect(keys.waitMs('192.0.2.1', 'right', 0)).toBe(EVERY_MS);
  });

  it('is no longer once it was taken back', () => {
    const keys = exhausted('192.0.2.1');
    keys.wasRight('192.0.2.1', 'once right', 0);
    keys.wasWrong('192.0.2.1', 'once right', 0);
    expect(keys.waitMs('192.0.2.1', 'once right', 0)).toBeGreaterThan(0);
  });
});

it('remembers so many addresses and no more', () => {
  const keys = exhausted('192.0.2.1');
  for (let count = 0; count < LIMITS.addressesWatched.most - 1; count += 1)
    keys.wasWrong(`a${count}`, 'x', 0);
  expect(keys.waitMs('192.0.2.1', 'x', 0)).toBe(EVERY_MS);
  keys.wasWrong('one more', 'x', 0);
  expect(keys.waitMs('192.0.2.1', 'x', 0)).toBe(0);
});
