import { isDay, parseInstant, shanghaiDay } from '@duixian/values';

export type ServiceTime = { readonly startedAt: string; readonly endedAt: string };

const DAY_MS = 86_400_000;
const SEPARATOR = /\s*(?:~|至|到|—+|–)\s*|\s+-\s+/;
const DAY = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$|^(\d{4})(\d{2})(\d{2})$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * When a service took place: a day, a period of days, or a period with the times of a clock in Shanghai. Of the day on
 * which it is pushed, a day reaches only to that instant, because what has happened cannot end later. Undefined where
 * the text is none of these; a bare number is none.
 */
export function serviceTime(text: string, pushedAt: string): ServiceTime | undefined {
  const [from = '', until, ...more] = text.normalize('NFKC').trim().split(SEPARATOR);
  if (more.length > 0) return undefined;
  const start = momentOf(from);
  // "08:00~11:30" of one day gives the day once.
  const end = until === undefined ? start : momentOf(until, start?.day);
  if (start === undefined || end === undefined) return undefined;
  if (start.clock === undefined && end.clock === undefined) return ofDays(start.day, end.day, pushedAt);
  if (start.clock === undefined || end.clock === undefined || until === undefined) return undefined;
  return later(`${start.day}T${start.clock}+08:00`, `${end.day}T${end.clock}+08:00`);
}

type Moment = { readonly day: string; readonly clock: string | undefined };

function momentOf(text: string, sameDay?: string): Moment | undefined {
  const [first = '', second, ...more] = text.split(/[\sT]+/);
  if (more.length > 0) return undefined;
  const alone = second === undefined ? clockOf(first) : undefined;
  if (alone !== undefined && sameDay !== undefined) return { day: sameDay, clock: alone };
  const day = dayOf(first);
  const clock = second === undefined ? undefined : clockOf(second);
  if (day === undefined || (second !== undefined && clock === undefined)) return undefined;
  return { day, clock };
}

function dayOf(text: string): string | undefined {
  const parts = DAY.exec(text)
    ?.slice(1)
    .filter((part) => part !== undefined);
  const day = parts?.map((part) => part.padStart(2, '0')).join('-');
  return day !== undefined && isDay(day) ? day : undefined;
}

function clockOf(text: string): string | undefined {
  const [, hour = '', minute = '', second = '00'] = CLOCK.exec(text) ?? [];
  const clock = `${hour.padStart(2, '0')}:${minute}:${second}`;
  return parseInstant(`2000-01-01T${clock}Z`) === undefined ? undefined : clock;
}

function ofDays(first: string, last: string, pushedAt: string): ServiceTime | undefined {
  const startedAt = `${first}T00:00:00+08:00`;
  const isOfToday = last === shanghaiDay(parseInstant(pushedAt) ?? 0n);
  return later(startedAt, isOfToday ? pushedAt : `${nextDay(last)}T00:00:00+08:00`);
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

function later(startedAt: string, endedAt: string): ServiceTime | undefined {
  const [start, end] = [parseInstant(startedAt), parseInstant(endedAt)];
  return start !== undefined && end !== undefined && start < end ? { startedAt, endedAt } : undefined;
}
