import { daysAfter, shanghaiTime } from '@duixian/values';
import type { Cell } from '../tables/table.ts';
import { codeText, quoted, type Read } from './read-cell.ts';
import { instantOf, type Moment, ofText, readMoment } from './read-day.ts';

/** When a use began and ended, as RFC 3339. */
export type Period = { readonly startedAt: string; readonly endedAt: string };

const BETWEEN = /\s*(?:至|到|~|～|—+|–|\s-\s)\s*/;
const CLOCK = /^\d{1,2}:\d{2}(?::\d{2})?$/;
const TWO_CLOCKS = /^(.*\d{1,2}:\d{2}(?::\d{2})?)-(\d{1,2}:\d{2}(?::\d{2})?)$/;
const RIGHT = 'write a day, 2019-03-18, or a period, 2019-03-18 09:00 至 2019-03-18 11:30';

/**
 * A time of service: a day is all of it, of the day on which the fact is recorded only what has passed (`time`, RFC
 * 3339); a bare number is no time. `time` bounds nothing else, so a period in the future is refused by the fact's type.
 */
export function readPeriod(cell: Cell, is1904: boolean, time: string): Read<Period> {
  if (cell.kind === 'day') return ofDay(readMoment(cell, is1904), time);
  const text = codeText(cell.text);
  if (/^[\d.]+$/.test(text) && !/^\d{8}$/.test(text))
    return { wrong: `it is ${quoted(text)}, a number and no time; ${RIGHT}` };
  const [first = '', second, ...others] = TWO_CLOCKS.exec(text)?.slice(1) ?? text.split(BETWEEN);
  if (others.length > 0) return { wrong: `it is ${quoted(text)}; ${RIGHT}` };
  const start = ofText(first);
  if (second === undefined || 'wrong' in start) return ofDay(start, time);
  const end = ofText(CLOCK.test(second) ? `${start.value.day} ${second}` : second);
  return 'wrong' in end ? end : between(start.value, end.value, time);
}

function ofDay(read: Read<Moment>, time: string): Read<Period> {
  if ('wrong' in read) return { wrong: `${read.wrong}, or a period, 2019-03-18 09:00 至 2019-03-18 11:30` };
  const { day, seconds } = read.value;
  if (seconds !== undefined) return { wrong: `it has a beginning, ${day}, and no end; ${RIGHT}` };
  return between(read.value, read.value, time);
}

function between(start: Moment, end: Moment, time: string): Read<Period> {
  const startedAt = instantOf(start);
  if (end.seconds !== undefined) return { value: { startedAt, endedAt: instantOf(end) } };
  const isToday = shanghaiTime(time).slice(0, 10) === end.day;
  return {
    value: { startedAt, endedAt: isToday ? time : instantOf({ day: daysAfter(end.day, 1), seconds: 0 }) },
  };
}
