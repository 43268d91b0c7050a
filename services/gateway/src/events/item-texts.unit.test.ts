import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemTexts } from './item-texts.ts';

it('gives the bytes of each item as they were written', async () => {
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
  expect((await itemTexts(body, 100))?.texts.map(String)).toEqual(items);
});

it('gives nothing of an empty batch', async () => {
  expect(await itemTexts(Buffer.from('[ ]'), 1)).toEqual({ texts: [], count: 0 });
});

it('cuts any batch into the values that a parser finds in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), async (values, space) => {
      const body = Buffer.from(JSON.stringify(values, null, space));
      const parsed: unknown = JSON.parse(String(body));
      expect((await itemTexts(body, 100))?.texts.map((text) => JSON.parse(String(text)) as unknown)).toEqual(
        parsed,
      );
    }),
    { numRuns: 500 },
  );
});

it('finds elements that are all JSON in exactly those texts that are an array', async () => {
  const token = fc.constantFrom('[', ']', '{', '}', ',', ':', '"', '"a"', '\\', '1', ' ', 'null');
  await fc.assert(
    fc.asyncProperty(fc.array(token, { maxLength: 12 }), async (tokens) => {
      const text = `[${tokens.join('')}`;
      const elements = (await itemTexts(Buffer.from(text), 100))?.texts.map((element) =>
        jsonValueOf(String(element)),
      );
      const isFound = elements !== undefined && !elements.includes(undefined);
      expect({ text, found: isFound ? elements : undefined }).toEqual({ text, found: jsonValueOf(text) });
    }),
    { numRuns: 5_000 },
  );
});

it('counts what is too many, and keeps none of that', async () => {
  const found = await itemTexts(Buffer.from(`[${'1,'.repeat(4_000_000)}1]`), 3);
  expect({ kept: found?.texts.length, count: found?.count }).toEqual({ kept: 3, count: 4_000_001 });
});

function jsonValueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
