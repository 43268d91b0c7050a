import { expect, it } from '@jest/globals';
import { BatchSize } from './batch-size.ts';
import { OutOfTime } from './database.ts';

it('shrinks to one after what a part may survive, never after an outage, and grows again to the most', () => {
  const size = new BatchSize(500);
  expect(size.shrinksAfter(new Error('away'))).toBe(false);
  const sizes: number[] = [];
  while (size.shrinksAfter(new OutOfTime('too long'))) sizes.push(size.now);
  expect(sizes).toEqual([125, 32, 8, 2, 1]);
  for (const now of [2, 4, 8, 16, 32, 64, 128, 256, 500, 500]) {
    size.succeeded();
    expect(size.now).toBe(now);
  }
  expect(size.shrinksAfter(new TypeError('a defect'))).toBe(true);
});
