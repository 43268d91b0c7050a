import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apiKeyMistake, apiKeyText, BASE62, KEY_ID_CHARACTERS, KEY_SECRET_CHARACTERS } from './api-key.ts';

const characters = (count: number) =>
  fc.string({ unit: fc.constantFrom(...BASE62), minLength: count, maxLength: count });
const keys = fc
  .tuple(characters(KEY_ID_CHARACTERS), characters(KEY_SECRET_CHARACTERS))
  .map(([id, secret]) => apiKeyText('live', id, secret));

describe('a key of the API', () => {
  it('says its environment and its id, and has 50 characters', () => {
    const text = apiKeyText('test', 'K001', 'x'.repeat(32));
    expect(text).toMatch(/^dx_test_K001x{32}[0-9A-Za-z]{6}$/);
    expect([apiKeyMistake(text, 'test'), text.length]).toEqual([undefined, 50]);
    expect(apiKeyMistake(text, 'live')).toMatch(/of development \(dx_test_\), and this system is not/);
  });

  it('with any one character changed, or cut anywhere, is told from one that is not known', () => {
    fc.assert(
      fc.property(keys, fc.nat(41), fc.constantFrom(...BASE62), (text, at, other) => {
        expect(apiKeyMistake(text, 'live')).toBeUndefined();
        const place = 8 + at;
        const changed = text.slice(0, place) + other + text.slice(place + 1);
        if (changed !== text) expect(apiKeyMistake(changed, 'live')).toMatch(/mistyped or cut/);
        expect(apiKeyMistake(text.slice(0, place), 'live')).toMatch(/a key has 50 characters/);
      }),
    );
  });

  it('of an earlier release has no form that could be wrong', () => {
    expect(apiKeyMistake('duixian_abc', 'live')).toBeUndefined();
  });
});
