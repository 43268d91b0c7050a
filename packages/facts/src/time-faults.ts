import { isDay, isFactInstant, LIMITS, parseInstant, shanghaiDay } from '@duixian/values';
import type { Fault } from './fault.ts';
import type { FactTypeName } from './names.ts';

/** An event on one of these days happened before it was recorded (docs/facts.md §2). */
const DAYS = ['signedOn', 'registeredOn', 'receivedOn', 'recognizedOn', 'issuedOn', 'decidedOn'] as const;
const NS_PER_MS = 1_000_000n;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Faults of an item's times against each other, and against the clock at intake. Fields may have any content: other
 * checks report what is not a day or time.
 */
export function timeFaults(type: FactTypeName, data: Fields, time: string, now: Date | undefined): Fault[] {
  const faults: Fault[] = [];
  for (const field of DAYS) if (isLaterDay(data[field], time)) faults.push(laterDay(field, data, time));
  if (type === 'duixian.usage.v1' && data['status'] !== 'draft' && isLater(data['endedAt'], time))
    faults.push(
      bad(
        'data.endedAt',
        `not after ${time}, when the source recorded it (time), unless status is draft; it is ${data['endedAt']}`,
      ),
    );
  if (now && isAhead(time, now))
    faults.push(bad('time', `at most 24 hours ahead of now, ${now.toISOString()}; it is ${time}`));
  return faults;
}

function laterDay(field: string, data: Fields, time: string): Fault {
  const recordedOn = shanghaiDay(parseInstant(time) ?? 0n);
  return bad(
    `data.${field}`,
    `not after ${recordedOn}, the day in Shanghai on which the source recorded it (time); it is ${data[field]}`,
  );
}

/** A time with the offset of Shanghai begins with its day there, so mostly one comparison of texts is enough. */
function isLaterDay(day: unknown, time: string): boolean {
  if (typeof day !== 'string' || (time.endsWith('+08:00') && day <= time.slice(0, 10))) return false;
  return isDay(day) && isFactInstant(time) && day > shanghaiDay(parseInstant(time) ?? 0n);
}

function isLater(value: unknown, time: string): boolean {
  if (typeof value !== 'string') return false;
  const [instant, recorded] = [parseInstant(value), parseInstant(time)];
  return instant !== undefined && recorded !== undefined && instant > recorded;
}

function isAhead(time: string, now: Date): boolean {
  const recorded = parseInstant(time);
  return recorded !== undefined && recorded > BigInt(now.getTime() + LIMITS.timeAheadMs.most) * NS_PER_MS;
}

function bad(field: string, mustBe: string): Fault {
  return { field, reason: 'bad-field', message: `${field} must be ${mustBe}` };
}
