import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchElements } from './batch-elements.ts';

describe('the elements of a batch', () => {
  it('are those that a JSON reader finds, however they are written', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.integer({ min: 0, max: 3 }), (values, indent) => {
        const read = batchElements(JSON.stringify(values, null, indent)).map((text) => JSON.parse(text));
        expect(JSON.stringify(read)).toBe(JSON.stringify(values));
      }),
      { numRuns: examples(500) },
    );
  });

  it.each([
    ['', []],
    ['[]', []],
    [' {"a":1}', ['{"a":1}']],
    ['\uFEFF[1]', ['1']],
    ['[1,2', ['1', '2']],
    ['[1] x', ['1', ' x']],
    ['["\\"]",[2,3]]', ['"\\"]"', '[2,3]']],
    ['[1,]', ['1', '']],
  ])('of %j are %j', (text, elements) => {
    expect(batchElements(text)).toEqual(elements);
  });
});
