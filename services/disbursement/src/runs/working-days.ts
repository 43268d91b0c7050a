import { assert, type Day, isDay, yearOf } from '@duixian/values';
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/**
 * The working days of mainland China as the State Council orders them each November for the year to come
 * (国务院办公厅关于部分节假日安排的通知): weekends, days off, and the Saturdays and Sundays on which people work instead (调休).
 *
 * Example: a list made public on Wednesday 2026-02-11 is open to objections from 2026-02-12. Working days are
 * then the 12th, the 13th, Saturday the 14th (made up for), and, after the Spring Festival, the 24th and the
 * 25th, which is the last day.
 *
 * Only the library's data is read: its functions mistake days for instants, and return the day before west of
 * Greenwich.
 */
const HOLIDAYS: Readonly<Record<string, string>> = calendar.holidays;
const MADE_UP: Readonly<Record<string, string>> = calendar.workdays;

/** From here on, the next year's notice may move a day for New Year (as it did for 2018-12-29). */
const NEXT_NOTICE_FROM = '12-28';
const DAY_MS = 86_400_000;

/**
 * The last day of public notice 公示, to its end. `firstDay` is the day after publication (民法典第二百零一条: the day
 * on which a period begins does not count) and counts if people work on it. With 0 working days, for a
 * demonstration, the last day is the first. `unknownYear`: a day is needed in a year whose notice is not in
 * the data; nothing is guessed.
 */
export function lastDayOfPublicNotice(
  firstDay: Day,
  workingDays: number,
): { lastDay: Day } | { unknownYear: number } {
  assert(isDay(firstDay), `${firstDay} is no day`);
  assert(Number.isSafeInteger(workingDays) && workingDays >= 0, `${workingDays} is no number of days`);
  let lastDay = firstDay;
  let left = workingDays;
  for (let day = firstDay; left > 0; day = dayAfter(day)) {
    const unknownYear = yearsOfNotices(day).find((year) => !isKnown(year));
    if (unknownYear !== undefined) return { unknownYear };
    if (isWorkingDay(day)) left -= 1;
    lastDay = day;
  }
  return { lastDay };
}

function yearsOfNotices(day: Day): number[] {
  const year = yearOf(day);
  return day.slice(5) >= NEXT_NOTICE_FROM ? [year, year + 1] : [year];
}

/** New Year's Day and National Day are holidays by law, so a year whose notice is known names both. */
function isKnown(year: number): boolean {
  return `${year}-01-01` in HOLIDAYS && `${year}-10-01` in HOLIDAYS;
}

function isWorkingDay(day: Day): boolean {
  if (day in MADE_UP) return true;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return !(day in HOLIDAYS) && weekday !== 0 && weekday !== 6;
}

function dayAfter(day: Day): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
