import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFaultPosition } from './json-fault-position.ts';

describe('where a text stops being JSON', () => {
  it.each([
    ['nothing at all', '', 0],
    ['a bare word', 'nope', 0],
    ['a wrong item', '[{"a":1},nope]', 9],
    ['a comma before the end of a list', '[1,]', 3],
    ['a comma before the end of an object', '{"a":1,}', 7],
    ['a key without quotation marks', '{a:1}', 1],
    ['a missing colon', '{"a" 1}', 5],
    ['the wrong bracket', '[1}', 2],
    ['a closing bracket too many', '[1]]', 3],
    ['a second value', '{} {}', 3],
    ['a number that begins with 0', '[01]', 2],
    ['an unknown escape', '["a\\x"]', 3],
    ['a line break inside a text', '["a\n"]', 3],
    ['a text without end', '["a', 3],
    ['an object without end', ' {"a": [1, 2]', 13],
  ])('%s', async (_, text, position) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(await jsonFaultPosition(text)).toBe(position);
  });

  it('finds nothing in whatever is JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        expect(await jsonFaultPosition(text)).toBeUndefined();
      }),
    );
  });

  it('finds a character that cannot stand anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.array(fc.jsonValue()),
        async (before, after) => {
          const head = `[${before.map((value) => JSON.stringify(value)).join(',')},`;
          const text = `${head}?${after.map((value) => `,${JSON.stringify(value)}`).join('')}]`;
          expect(await jsonFaultPosition(text)).toBe(head.length);
        },
      ),
    );
  });

  it('is not exhausted by a hundred thousand open brackets', async () => {
    expect(await jsonFaultPosition('['.repeat(100_000))).toBe(10_001);
  });
});
