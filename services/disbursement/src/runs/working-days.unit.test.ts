import { describe, expect, it } from '@jest/globals';
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { lastDayOfPublicNotice } from './working-days.ts';

describe('five working days of publicity', () => {
  it.each([
    ['an ordinary week from Monday', '2026-03-09', '2026-03-13'],
    ['an ordinary week from Wednesday', '2026-03-11', '2026-03-17'],
    ['from a Saturday, which does not count', '2026-03-14', '2026-03-20'],
    ['over Spring Festival, with a Saturday that is made up for before it', '2026-02-12', '2026-02-25'],
    ['after Spring Festival, with a Saturday that is made up for', '2026-02-24', '2026-02-28'],
    ['over Spring Festival of 2025, with Sunday 26 January', '2025-01-24', '2025-02-06'],
    ['after Spring Festival of 2025, with Saturday 8 February', '2025-02-05', '2025-02-10'],
    ['within Spring Festival', '2026-02-17', '2026-02-28'],
    ['over National Day, with Saturday 10 October', '2026-09-29', '2026-10-10'],
    ['with Sunday 20 September, for National Day', '2026-09-18', '2026-09-23'],
    ['over National Day and Mid-Autumn of 2025, with Sunday 28 September', '2025-09-26', '2025-10-09'],
    ['over Labour Day, with Saturday 9 May', '2026-04-30', '2026-05-09'],
    ['over new year', '2025-12-30', '2026-01-06'],
    ['over the new year of 2019, whose notice moved days of 2018', '2018-12-27', '2019-01-03'],
  ])('%s', (_, firstDay, lastDay) => {
    expect(lastDayOfPublicNotice(firstDay, 5)).toEqual({ lastDay });
  });
});

describe('a year whose notice is not in the data', () => {
  const last = Number(Object.keys(calendar.holidays).sort().at(-1)?.slice(0, 4));

  it.each([
    ['after the last', `${last + 1}-03-02`, last + 1],
    ['reached over new year', `${last}-12-25`, last + 1],
    ['that may move the end of December', `${last}-12-28`, last + 1],
    ['before the first', '2003-12-01', 2003],
  ])('is named: %s', (_, firstDay, unknownYear) => {
    expect(lastDayOfPublicNotice(firstDay, 5)).toEqual({ unknownYear });
  });

  it('is not asked for where no day of it is needed', () => {
    expect(lastDayOfPublicNotice(`${last}-12-01`, 5)).toHaveProperty('lastDay');
    expect(lastDayOfPublicNotice(`${last + 1}-03-02`, 0)).toEqual({ lastDay: `${last + 1}-03-02` });
  });
});

it('none are over on the first day, whatever day it is', () => {
  expect(lastDayOfPublicNotice('2026-02-17', 0)).toEqual({ lastDay: '2026-02-17' });
});

it.each([
  ['2026-02-30', 5],
  ['2026-03-02', -1],
  ['2026-03-02', 1.5],
])('%s and %d are no question', (firstDay, workingDays) => {
  expect(() => lastDayOfPublicNotice(firstDay, workingDays)).toThrow();
});
