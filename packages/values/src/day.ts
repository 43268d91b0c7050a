/** A calendar day of Asia/Shanghai, `YYYY-MM-DD`. Days compare as text. */
export type Day = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  return isCalendarDate(
    twoDigits(text, 0) * 100 + twoDigits(text, 2),
    twoDigits(text, 5),
    twoDigits(text, 8),
  );
}

/** The number of two digits at a known position: a third of the cost of the groups of a match. */
export function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** Gregorian, also for years before its introduction, as RFC 3339 reads them. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  const length = DAYS_IN_MONTH[month - 1];
  if (length === undefined || day < 1) return false;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && leap ? 29 : length);
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

const DAY_MS = 86_400_000;

/** The day so many days later. */
export function daysAfter(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}
