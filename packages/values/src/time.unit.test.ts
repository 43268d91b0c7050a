import { describe, expect, it } from '@jest/globals';
import { isDay, yearOf } from './day.ts';
import { parseInstant, shanghaiMonth, shanghaiTime } from './instant.ts';

describe('a day', () => {
  it.each(['2017-05-12', '2020-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each(['2019-02-29', '1900-02-29', '2017-13-01', '2017-00-10', '2017-04-31', '2017-4-1', '17-04-01', ''])(
    '%p is none',
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it('has a year', () => {
    expect(yearOf('2018-12-31')).toBe(2018);
  });
});

describe('an instant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['1970-01-01T08:00:00+08:00', 0n],
    ['1969-12-31T19:30:00-04:30', 0n],
    ['1970-01-01T00:00:01.5Z', 1_500_000_000n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['1970-01-01T08:00:00.25+08:00', 250_000_000n],
    ['1969-12-31T23:59:59Z', -1_000_000_000n],
    ['2020-02-29T12:00:00Z', 1_582_977_600_000_000_000n],
  ])('%s is %d ns after 1970', (text, ns) => {
    expect(parseInstant(text)).toBe(ns);
  });

  it.each([
    '2019-02-29T00:00:00Z',
    '2019-01-01T24:00:00Z',
    '2019-01-01T00:60:00Z',
    '2019-01-01T00:00:60Z',
    '2019-01-01T00:00:00',
    '2019-01-01t00:00:00Z',
    '2019-01-01T00:00:00z',
    '2019-01-01 00:00:00Z',
    '2019-01-01T00:00:00.Z',
    '2019-01-01T00:00:00.1234567890Z',
    '2019-01-01T00:00:00+24:00',
    '2019-01-01T00:00:00+08:60',
    '2019-01-01T00:00:00+0800',
    '2019-01-01',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it.each([
    ['2018-12-31T15:59:59.999Z', '2018-12'],
    ['2018-12-31T16:00:00Z', '2019-01'],
    ['2019-01-01T00:00:00+08:00', '2019-01'],
    ['1969-12-31T15:59:59.999999999Z', '1969-12'],
  ])('%s lies in %s in Shanghai', (text, month) => {
    expect(shanghaiMonth(parseInstant(text) ?? 0n)).toBe(month);
  });
});

it('a time for people is that of Shanghai, to the second', () => {
  expect(shanghaiTime('2026-11-27T23:48:09.999Z')).toBe('2026-11-28 07:48:09');
  expect(shanghaiTime('2026-11-28T07:48:09+08:00')).toBe('2026-11-28 07:48:09');
  expect(shanghaiTime(new Date('2019-12-31T16:00:00Z'))).toBe('2020-01-01 00:00:00');
});
