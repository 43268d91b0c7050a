import { expect, it } from '@jest/globals';
import { Pace } from './pace.ts';

/** Whether the work is done before the event loop turns, so without any waiting. */
function isImmediate(work: Promise<void>): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)));
  return Promise.race([work.then(() => true), turn]);
}

async function heldUpMs(pace: Pace): Promise<number> {
  const before = performance.now();
  await pace.keep(1);
  return performance.now() - before;
}

it('takes the first batch at once, holds up small ones that follow, and never large ones', async () => {
  const pace = new Pace();
  expect(await isImmediate(pace.keep(1))).toBe(true);
  const small = pace.keep(5);
  expect(await isImmediate(small)).toBe(false);
  await small;
  expect(await isImmediate(pace.keep(100))).toBe(true);
});

it('lets calls start further apart when answers take long, and nearer again when they do not', async () => {
  const pace = new Pace();
  await pace.keep(1);
  for (let call = 0; call < 20; call += 1) pace.answered(1_000);
  expect(await heldUpMs(pace)).toBeGreaterThan(90);
  for (let call = 0; call < 40; call += 1) pace.answered(5);
  expect(await heldUpMs(pace)).toBeLessThan(90);
});
