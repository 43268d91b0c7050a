import { isCalendarDate } from './day.ts';

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/**
 * Nanoseconds since 1970 of an RFC 3339 time with capital T and Z, seconds 00–59 and at most nine decimals;
 * undefined where the text is none. Two texts of one instant give one number.
 */
export function parseInstant(text: string): bigint | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  if (!isCalendarDate(part(1), part(2), part(3))) return undefined;
  if (part(4) > 23 || part(5) > 59 || part(6) > 59 || part(9) > 23 || part(10) > 59) return undefined;
  const offsetMs = (match[8] === '-' ? -1 : 1) * (part(9) * 60 + part(10)) * 60_000;
  const epochMs =
    utcMs(part(1), part(2), part(3)) + ((part(4) * 60 + part(5)) * 60 + part(6)) * 1000 - offsetMs;
  return BigInt(epochMs) * 1_000_000n + BigInt((match[7] ?? '').padEnd(9, '0'));
}

/** `YYYY-MM` in Asia/Shanghai (UTC+8 for every time this system knows; summer time ended in 1991). */
export function shanghaiMonth(instantNs: bigint): string {
  const ms = instantNs / 1_000_000n - (instantNs % 1_000_000n < 0n ? 1n : 0n);
  return new Date(Number(ms) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 7);
}

function utcMs(year: number, month: number, day: number): number {
  // Date.UTC takes years below 100 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}
