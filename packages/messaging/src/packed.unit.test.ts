import { expect, it } from '@jest/globals';
import { packed } from './packed.ts';

it.each([
  ['nothing makes no part', [], []],
  ['what fits goes together, to the last', [3, 4, 3], [[3, 4, 3]]],
  [
    'what does not fit begins the next',
    [3, 4, 4, 6],
    [
      [3, 4],
      [4, 6],
    ],
  ],
  ['what is larger than a part is one alone', [1, 11, 1, 9], [[1], [11], [1, 9]]],
  ['also at the beginning', [12, 1], [[12], [1]]],
])('%s', (_, items: number[], parts: number[][]) => {
  expect(packed(items, (item) => item, 10)).toEqual(parts);
});
