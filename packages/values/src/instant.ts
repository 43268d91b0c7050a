import { isCalendarDate, twoDigits } from './day.ts';

const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const SECONDS_END = 19;
const DAYS_FROM_MARCH_0000_TO_1970 = 719_468;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/**
 * Nanoseconds since 1970 of an RFC 3339 time with capital T and Z, seconds 00–59 and at most nine decimals; undefined
 * where the text is not such a time. Two texts of one instant give the same number.
 */
export function parseInstant(text: string): bigint | undefined {
  const ms = wholeSecondsMs(text);
  return ms === undefined ? undefined : BigInt(ms) * 1_000_000n + fractionNs(text);
}

/** Milliseconds since 1970 without the fraction of a second. */
function wholeSecondsMs(text: string): number | undefined {
  if (!RFC3339.test(text)) return undefined;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (hour > 23 || minute > 59 || second > 59 || !isCalendarDate(year, month, day)) return undefined;
  const offsetMinutes = offsetOf(text);
  if (offsetMinutes === undefined) return undefined;
  return utcMs(year, month, day) + ((hour * 60 + minute - offsetMinutes) * 60 + second) * 1000;
}

/** Of a text that ends in Z or an offset; undefined where the offset does not exist. */
function offsetOf(text: string): number | undefined {
  if (text.endsWith('Z')) return 0;
  const hours = twoDigits(text, text.length - 5);
  const minutes = twoDigits(text, text.length - 2);
  if (hours > 23 || minutes > 59) return undefined;
  return (text[text.length - 6] === '-' ? -1 : 1) * (hours * 60 + minutes);
}

function fractionNs(text: string): bigint {
  if (text[SECONDS_END] !== '.') return 0n;
  const digits = text.slice(SECONDS_END + 1, text.endsWith('Z') ? -1 : -6);
  return BigInt(digits.padEnd(9, '0'));
}

const FIRST_MS = Date.parse('0001-01-01T00:00:00Z') - SHANGHAI_OFFSET_MS;
const END_MS = Date.parse('+010000-01-01T00:00:00Z') - SHANGHAI_OFFSET_MS;

/**
 * Whether a text is a time that facts may carry: in the years 0001–9999 of Shanghai, so that it has a month and a day
 * there.
 */
export function isFactInstant(text: string): boolean {
  const ms = wholeSecondsMs(text);
  return ms !== undefined && ms >= FIRST_MS && ms < END_MS;
}

/** `YYYY-MM-DD` in Asia/Shanghai, of a time that facts may carry (in ns) or a time of this system (RFC 3339, or a date). */
export function shanghaiDay(at: bigint | string | Date): string {
  return inShanghai(typeof at === 'bigint' ? flooredMs(at) : at).slice(0, 10);
}

/** The calendar year in Asia/Shanghai. */
export function shanghaiYear(at: Date): number {
  return Number(inShanghai(at).slice(0, 4));
}

/** `YYYY-MM-DD HH:MM:SS` in Asia/Shanghai, for people, of a time of this system (RFC 3339, or a date). */
export function shanghaiTime(at: string | Date): string {
  return inShanghai(at).slice(0, 19).replace('T', ' ');
}

/** An ISO text whose digits are those of a clock in Shanghai. */
function inShanghai(at: number | string | Date): string {
  return new Date(new Date(at).getTime() + SHANGHAI_OFFSET_MS).toISOString();
}

function flooredMs(instantNs: bigint): number {
  return Number(instantNs / 1_000_000n - (instantNs % 1_000_000n < 0n ? 1n : 0n));
}

/** `YYYY-MM` in Asia/Shanghai (UTC+8 for every time this system knows; summer time ended in 1991). */
export function shanghaiMonth(instantNs: bigint): string {
  return shanghaiDay(instantNs).slice(0, 7);
}

/** Counts days from 1 March, so that a leap day ends its year; a quarter of the cost of a Date. */
function utcMs(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const dayOfMarchYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return (marchYear * 365 + leapDays + dayOfMarchYear - DAYS_FROM_MARCH_0000_TO_1970) * 86_400_000;
}
