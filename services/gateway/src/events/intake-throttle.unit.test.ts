import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { IntakeThrottle } from './intake-throttle.ts';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** How many milliseconds a call waits. */
async function heldUpMs(throttle: IntakeThrottle, facts: number, requests = facts): Promise<number> {
  const since = performance.now();
  const kept = throttle.keep(() => ({ facts, requests }));
  await jest.runAllTimersAsync();
  await kept;
  return performance.now() - since;
}

it('takes the first call at once, holds up small ones that follow, and never large ones', async () => {
  const throttle = new IntakeThrottle();
  expect(await heldUpMs(throttle, 1)).toBe(0);
  expect(await heldUpMs(throttle, 5)).toBeGreaterThanOrEqual(60);
  expect(await heldUpMs(throttle, 250)).toBe(0);
});

it('gives the services behind the more time the more requests they got', async () => {
  const throttle = new IntakeThrottle();
  await heldUpMs(throttle, 200);
  // 60 ms for the call and 0.6 for each of 200 requests.
  expect(await heldUpMs(throttle, 1)).toBeCloseTo(180, -1);
});

it('lets nobody wait for each fact of one large request', async () => {
  const throttle = new IntakeThrottle();
  await heldUpMs(throttle, 1_000, 1);
  expect(await heldUpMs(throttle, 1)).toBeLessThan(65);
});
