import { describe, expect, it, jest } from '@jest/globals';
import { retried } from './backoff.ts';
import { sleep } from './sleep.ts';

const PAUSE = { firstMs: 1, longestMs: 2 };

describe('what is tried again', () => {
  it('succeeds when its cause is gone', async () => {
    let attempts = 0;
    const work = async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('away');
      return attempts;
    };
    const failures: number[] = [];
    const isTriedAgain = (_error: unknown, count: number) => failures.push(count) > 0;
    expect(await retried(work, isTriedAgain, PAUSE)).toBe(3);
    expect(failures).toEqual([1, 2]);
  });

  it('throws the failure for which it is not, at once or after so many', async () => {
    const work = jest.fn(() => Promise.reject(new Error('wrong password')));
    await expect(retried(work, (_, failures) => failures < 3, PAUSE)).rejects.toThrow('wrong password');
    expect(work).toHaveBeenCalledTimes(3);
    await expect(retried(work, () => false, PAUSE)).rejects.toThrow('wrong password');
    expect(work).toHaveBeenCalledTimes(4);
  });
});

describe('a pause', () => {
  it('ends early when its signal is aborted, and does not begin afterwards', async () => {
    const since = performance.now();
    const end = new AbortController();
    const paused = sleep(60_000, end.signal);
    end.abort();
    await paused;
    await sleep(60_000, end.signal);
    expect(performance.now() - since).toBeLessThan(10_000);
  });
});
