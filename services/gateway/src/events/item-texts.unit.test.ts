import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemTexts } from './item-texts.ts';

it('gives the bytes of each item as they were written', () => {
  const items = [
    '{ "a" : "1,2]" }',
    '[1, [2]]',
    '"\\\\\\", x"',
    '1e2',
    'null',
    '{"k": "\\\\"}',
    '{}',
    '[]',
    '"技术"',
  ];
  const body = Buffer.from(` [\n${items.join(' ,\t')} ]\r\n`);
  expect(itemTexts(body).map(String)).toEqual(items);
});

it('gives nothing of an empty batch', () => {
  expect(itemTexts(Buffer.from('[ ]'))).toEqual([]);
});

it('cuts any batch into the values that a parser finds in it', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), (values, space) => {
      const body = Buffer.from(JSON.stringify(values, null, space));
      const parsed: unknown = JSON.parse(String(body));
      expect(itemTexts(body).map((text) => JSON.parse(String(text)) as unknown)).toEqual(parsed);
    }),
    { numRuns: 500 },
  );
});
