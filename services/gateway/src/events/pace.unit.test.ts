import { expect, it } from '@jest/globals';
import { Pace } from './pace.ts';

/** Whether the work is done before the event loop turns, so without any waiting. */
function isImmediate(work: Promise<void>): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([work.then(() => true), turn]);
}

it('takes the first batch at once, holds up small ones that follow, and never large ones', async () => {
  const pace = new Pace();
  expect(await isImmediate(pace.keep(1))).toBe(true);
  const small = pace.keep(5);
  expect(await isImmediate(small)).toBe(false);
  await small;
  expect(await isImmediate(pace.keep(100))).toBe(true);
});
