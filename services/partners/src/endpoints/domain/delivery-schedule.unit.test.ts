import { describe, expect, it } from '@jest/globals';
import { ATTEMPTS_OF_EVENT, delayAfter, outcomeOf } from './delivery-schedule.ts';

const HOUR_MS = 3_600_000;

describe('an attempt', () => {
  it.each<[number | undefined, string | undefined, object]>([
    [200, undefined, { result: 'delivered' }],
    [204, undefined, { result: 'delivered' }],
    [302, undefined, { result: 'failed', pauseMs: 0, isOverloaded: false }],
    [410, undefined, { result: 'gone' }],
    [429, '30', { result: 'failed', pauseMs: 30_000, isOverloaded: false }],
    [503, '999999', { result: 'failed', pauseMs: HOUR_MS, isOverloaded: false }],
    [503, 'Wed, 21 Oct 2026 07:28:00 GMT', { result: 'failed', pauseMs: 0, isOverloaded: false }],
    [500, '30', { result: 'failed', pauseMs: 0, isOverloaded: false }],
    [502, undefined, { result: 'failed', pauseMs: 0, isOverloaded: true }],
    [undefined, undefined, { result: 'failed', pauseMs: 0, isOverloaded: false }],
  ])('that is answered %p with Retry-After %p', (status, retryAfter, expected) => {
    expect(outcomeOf(status, retryAfter)).toEqual(expected);
  });
});

describe('the schedule', () => {
  const delay = (attempt: number, changed = {}) =>
    delayAfter(attempt, { pauseMs: 0, isOrdered: false, random: 0.5, ...changed });

  it('has ten attempts in 75.6 hours', () => {
    const delays = Array.from({ length: 9 }, (_, at) => delay(at + 1) ?? 0);
    expect(delays.slice(0, 4)).toEqual([5_000, 300_000, 1_800_000, 2 * HOUR_MS]);
    expect(delays.reduce((sum, one) => sum + one, 0) / HOUR_MS).toBeCloseTo(75.58, 2);
    expect([ATTEMPTS_OF_EVENT, delay(10)]).toEqual([10, undefined]);
  });

  it('is spread by a fifth', () => {
    expect([delay(1, { random: 0 }), delay(1, { random: 1 })]).toEqual([4_000, 6_000]);
  });

  it('waits as long as the receiver asks, and in order for ever', () => {
    expect(delay(1, { pauseMs: 60_000 })).toBe(60_000);
    expect(delay(10, { isOrdered: true })).toBe(24 * HOUR_MS);
  });
});
