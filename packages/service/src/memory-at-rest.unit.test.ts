import { getHeapSpaceStatistics } from 'node:v8';
import { createLogger } from '@duixian/runtime';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { givingMemoryBack } from './memory-at-rest.ts';

const log = createLogger('memory', 'silent');
const LOOK_MS = 10_000;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('gives memory back once whenever a process comes to rest', async () => {
  let used = 0;
  const collect = jest.fn(() => {
    used += 150;
  });
  const task = givingMemoryBack(log, { usedMs: () => used, collect });
  await task.start();
  const pass = async (...usedMs: number[]) => {
    for (const ms of usedMs) {
      used += ms;
      await jest.advanceTimersByTimeAsync(LOOK_MS);
    }
    return collect.mock.calls.length;
  };
  expect(await pass(3_000)).toBe(0);
  expect(await pass(60, 499, 0, 60)).toBe(1);
  expect(await pass(501)).toBe(1);
  expect(await pass(9_000, 9_000)).toBe(1);
  expect(await pass(30, 30)).toBe(2);
  await task.stop();
  expect(await pass(9_000, 0, 0)).toBe(2);
});

it('makes the new space small, whatever it grew to', async () => {
  const newSpaceBytes = () =>
    getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
  const kept: object[][] = [];
  for (let at = 0; at < 300; at += 1) kept.push(Array.from({ length: 1_000 }, (_, of) => ({ at, of })));
  expect(newSpaceBytes()).toBeGreaterThan(2_000_000);
  const task = givingMemoryBack(log, { usedMs: () => 0 });
  await task.start();
  await jest.advanceTimersByTimeAsync(LOOK_MS);
  await task.stop();
  expect(newSpaceBytes()).toBeLessThan(2_000_000);
  expect(kept).toHaveLength(300);
});
