import { expect, it } from '@jest/globals';
import { Pace } from './pace.ts';

/** Whether the work is done before the event loop turns, so without any waiting. */
function isImmediate(work: Promise<void>): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([work.then(() => true), turn]);
}

const keep = (pace: Pace, waiting: number) => pace.keep(() => waiting);

it('takes the first batch at once, holds up small ones that follow, and never large ones', async () => {
  const pace = new Pace();
  expect(await isImmediate(keep(pace, 1))).toBe(true);
  const small = keep(pace, 5);
  expect(await isImmediate(small)).toBe(false);
  await small;
  expect(await isImmediate(keep(pace, 250))).toBe(true);
});

it('gives the services behind the more time the more they got', async () => {
  const pace = new Pace();
  await keep(pace, 200);
  const startedAt = performance.now();
  await keep(pace, 1);
  // 60 ms for the call and 0.6 for each of 200 facts; a timer may be a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThan(178);
});
