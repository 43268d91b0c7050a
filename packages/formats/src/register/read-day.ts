import { type Day, daysAfter, isDay } from '@duixian/values';
import { parseDecimal } from '../decimal.ts';
import type { Cell } from '../tables/table.ts';
import { codeText, quoted, type Read } from './read-cell.ts';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400n;
/** Day 0 of a spreadsheet's count, for days after 1900-02-28. */
const ZERO_MS = Date.UTC(1899, 11, 30);
/** Spreadsheets count 1900-02-29, which never was. */
const NEVER = 60n;
/** From 2000-01-01 to 2099-12-31. */
const [FIRST, LAST] = [36_526n, 73_050n];
/** The count from 1904 begins so many days later. */
const LATER_1904 = 1_462n;

const RIGHT = 'write it as 2019-03-18';
const TIME = String.raw`(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:\+08:00)?`;
const NUMERIC = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${TIME}$`);
const CHINESE = new RegExp(String.raw`^(\d{4})年()(\d{1,2})月(\d{1,2})日?${TIME}$`);
const PLAIN = /^(\d{4})()(\d{2})(\d{2})$/;
const TWO_DIGIT_YEAR = /^(?:\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{2}年)/;
const YEAR_LAST = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/;

/** A day, and how many seconds of it had passed; undefined where no time is written. */
export type Moment = { readonly day: Day; readonly seconds: number | undefined };

/** A day as a spreadsheet or a person writes it; a time of that day is left out. */
export function readDay(cell: Cell, is1904: boolean): Read<Day> {
  const read = readMoment(cell, is1904);
  return 'wrong' in read ? read : { value: read.value.day };
}

export function readMoment(cell: Cell, is1904: boolean): Read<Moment> {
  if (cell.kind === 'boolean') return { wrong: `it is ${cell.text}, not a day; ${RIGHT}` };
  const text = codeText(cell.text);
  const isSerial = cell.kind === 'number' || /^\d{1,6}(\.\d+)?$/.test(text);
  return isSerial || (cell.kind === 'day' && /^[\d.eE+-]+$/.test(text) && parseDecimal(text))
    ? ofSerial(text, is1904)
    : ofText(text);
}

export function ofText(text: string): Read<Moment> {
  const [, year, , month, date, hours, minutes, seconds] =
    NUMERIC.exec(text) ?? CHINESE.exec(text) ?? PLAIN.exec(text) ?? [];
  if (year === undefined || month === undefined || date === undefined) return { wrong: mistakeIn(text) };
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  if (!isDay(day)) return { wrong: `it is ${quoted(text)}, and there is no such day; ${RIGHT}` };
  if (hours === undefined) return { value: { day, seconds: undefined } };
  const passed = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0);
  if (Number(minutes) > 59 || Number(seconds ?? 0) > 59 || passed > Number(DAY_SECONDS))
    return { wrong: `it is ${quoted(text)}, and no day has such a time; ${RIGHT} 13:45` };
  return { value: { day, seconds: passed } };
}

function mistakeIn(text: string): string {
  if (text === '') return `it is empty; ${RIGHT}`;
  if (YEAR_LAST.test(text))
    return `it is ${quoted(text)}, which may be two days, by who reads it; ${RIGHT}, the year first`;
  if (TWO_DIGIT_YEAR.test(text)) return `it is ${quoted(text)}; ${RIGHT}, with all four digits of the year`;
  return `it is ${quoted(text)}, which is no day; ${RIGHT}`;
}

/** The number that a spreadsheet stores for a day; the part behind the point is the time, to the second. */
function ofSerial(text: string, is1904: boolean): Read<Moment> {
  const number = parseDecimal(text);
  if (number === undefined || number.unscaled < 0n)
    return { wrong: `it is ${quoted(text)}, which is no day; ${RIGHT}` };
  const one = 10n ** BigInt(number.scale);
  const stored = number.unscaled / one;
  if (stored === NEVER && !is1904)
    return { wrong: `it is the number 60, the 1900-02-29 of spreadsheets, which never was; ${RIGHT}` };
  const rounded = ((number.unscaled % one) * DAY_SECONDS * 2n + one) / (one * 2n);
  const serial = stored + (is1904 ? LATER_1904 : 0n) + rounded / DAY_SECONDS;
  if (serial < FIRST || serial > LAST)
    return {
      wrong: `it is the number ${quoted(text)}, which is no day of 2000 to 2099 in a spreadsheet; ${RIGHT}`,
    };
  const seconds = number.scale > 0 && number.unscaled % one > 0n ? Number(rounded % DAY_SECONDS) : undefined;
  return { value: { day: dayAt(serial), seconds } };
}

function dayAt(serial: bigint): Day {
  return new Date(ZERO_MS + Number(serial) * DAY_MS).toISOString().slice(0, 10);
}

/** A moment of Shanghai as RFC 3339; without a time it is the beginning of the day. */
export function instantOf({ day, seconds = 0 }: Moment): string {
  if (seconds === Number(DAY_SECONDS)) return instantOf({ day: daysAfter(day, 1), seconds: 0 });
  const two = (number: number) => `${Math.floor(number)}`.padStart(2, '0');
  return `${day}T${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}+08:00`;
}
