import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cell } from '../tables/table.ts';
import { readDay } from './read-day.ts';
import { readPeriod } from './read-period.ts';

const text = (written: string): Cell => ({ text: written, kind: 'text' });
const day = (stored: string): Cell => ({ text: stored, kind: 'day' });
const NOW = '2026-12-01T10:00:00+08:00';

describe('a day is taken', () => {
  it.each<[string, Cell, string]>([
    ['by the count of a spreadsheet', day('43542'), '2019-03-18'],
    ['by it as a number', { text: '43542', kind: 'number' }, '2019-03-18'],
    ['by it as a text', text('43650'), '2019-07-04'],
    ['with a time', day('43542.75'), '2019-03-18'],
    ['the first', day('36526'), '2000-01-01'],
    ['the last', day('73050'), '2099-12-31'],
    ['as ISO', text('2019-03-18'), '2019-03-18'],
    ['with slashes', text('2019/5/6'), '2019-05-06'],
    ['with points', text('2019.5.20'), '2019-05-20'],
    ['in Chinese', text('2019年3月18日'), '2019-03-18'],
    ['in Chinese without 日', text('2019年3月18'), '2019-03-18'],
    ['of eight digits', text('20190318'), '2019-03-18'],
    ['in full-width digits', text('２０１９年６月１日'), '2019-06-01'],
    ['with a time of that day', text('2019-03-18 23:59:59'), '2019-03-18'],
    ['with its end', text('2019-03-18 24:00'), '2019-03-18'],
    ['of a workbook of XML', day('2019-03-18'), '2019-03-18'],
    ['of a leap year', text('2020-02-29'), '2020-02-29'],
  ])('%s', (_, cell, value) => {
    expect(readDay(cell, false)).toEqual({ value });
  });

  it('counted from 1904, 1,462 days later', () => {
    expect(readDay(day('42080'), true)).toEqual({ value: '2019-03-18' });
    expect(readDay(day('42080'), false)).toEqual({ value: '2015-03-17' });
  });
});

describe('a day is refused', () => {
  it.each<[string, Cell, string]>([
    ['that never was', day('60'), '1900-02-29'],
    ['before 2000', day('36525'), 'no day of 2000 to 2099'],
    ['after 2099', day('73051'), 'no day of 2000 to 2099'],
    ['a small number', text('3'), 'no day of 2000 to 2099'],
    ['the 30th of February', text('2019-02-30'), 'there is no such day'],
    ['of two-digit years', text('19.3.8'), 'all four digits of the year'],
    ['of two-digit years in Chinese', text('19年3月8日'), 'all four digits of the year'],
    ['the month first', text('3/18/2019'), 'the year first'],
    ['a 13th month', text('2019年13月'), 'no day'],
    ['a month alone', text('2019年3月'), 'no day'],
    ['of eight digits that is none', text('20191301'), 'there is no such day'],
    ['of two separators', text('2019-3/18'), 'no day'],
    ['after 24:00', text('2019-03-18 25:00'), 'no day has such a time'],
    ['of another zone', text('2019-03-18T20:00:00Z'), 'no day'],
    ['blank', text(''), 'it is empty'],
    ['a word', text('待定'), 'it is "待定"'],
    ['a boolean', { text: 'TRUE', kind: 'boolean' }, 'not a day'],
  ])('%s', (_, cell, message) => {
    expect(readDay(cell, false)).toEqual({ wrong: expect.stringContaining(message) });
  });
});

it('each day of a hundred years is the same by its count and in every way of writing it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 36_526, max: 73_050 }), (serial) => {
      const iso = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
      const [year, month, date] = iso.split('-').map(Number);
      for (const cell of [
        day(`${serial}`),
        text(iso),
        text(iso.replaceAll('-', '')),
        text(`${year}/${month}/${date}`),
        text(`${year}年${month}月${date}日`),
      ])
        expect(readDay(cell, false)).toEqual({ value: iso });
    }),
    { numRuns: examples(1_000) },
  );
});

describe('a time of service', () => {
  it.each<[string, Cell, string, string]>([
    ['a day is all of it', text('2019-03-18'), '2019-03-18T00:00:00+08:00', '2019-03-19T00:00:00+08:00'],
    ['a count is a day', day('43542'), '2019-03-18T00:00:00+08:00', '2019-03-19T00:00:00+08:00'],
    [
      'two days are both',
      text('2019-03-18至2019-03-20'),
      '2019-03-18T00:00:00+08:00',
      '2019-03-21T00:00:00+08:00',
    ],
    [
      'two times are a period',
      text('2019-03-18 09:00 至 2019-03-18 11:30'),
      '2019-03-18T09:00:00+08:00',
      '2019-03-18T11:30:00+08:00',
    ],
    [
      'a time alone is of the same day',
      text('2019-03-18 9:00-11:30'),
      '2019-03-18T09:00:00+08:00',
      '2019-03-18T11:30:00+08:00',
    ],
    [
      'over midnight',
      text('2019/12/31 22:00~2020/1/1 2:00'),
      '2019-12-31T22:00:00+08:00',
      '2020-01-01T02:00:00+08:00',
    ],
    [
      'until midnight',
      text('2019-03-18 20:00-24:00'),
      '2019-03-18T20:00:00+08:00',
      '2019-03-19T00:00:00+08:00',
    ],
    ['today is what has passed of it', text('2026-12-01'), '2026-12-01T00:00:00+08:00', NOW],
  ])('%s', (_, cell, startedAt, endedAt) => {
    expect(readPeriod(cell, false, NOW)).toEqual({ value: { startedAt, endedAt } });
  });

  it.each(['3', '2.5', '上午', '2019-03-18 09:00', '2019-03-18 09:00 至', ''])(
    'is refused as %j',
    (written) => {
      expect(readPeriod(text(written), false, NOW)).toEqual({ wrong: expect.stringContaining('write') });
    },
  );
});
