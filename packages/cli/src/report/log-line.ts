import { shanghaiTime } from '@duixian/values';

/** The levels of pino by their usual names. */
const LEVELS: ReadonlyMap<number, string> = new Map([
  [20, 'debug'],
  [30, 'info'],
  [40, 'WARN'],
  [50, 'ERROR'],
  [60, 'FATAL'],
]);
export const LEAST_LEVELS = { debug: 20, info: 30, warn: 40, error: 50 } as const;
/** In every line, or printed already. */
const KNOWN = new Set(['level', 'time', 'service', 'msg', 'trace_id', 'span_id']);

export type LogLine = { readonly level: number; readonly time: string; readonly text: string };

/**
 * A line of a service's log for people: time in Shanghai, level, message, then the other members as `name=value`. A
 * line that is not JSON (a stack trace, the message of a runtime) stays as it is, without a time and above every level.
 */
export function logLine(raw: string): LogLine {
  const { level, time, msg, ...rest } = membersOf(raw) ?? {};
  if (typeof level !== 'number' || typeof time !== 'string') return { level: Infinity, time: '', text: raw };
  const more = Object.entries(rest).filter(([name]) => !KNOWN.has(name));
  const words = [shanghaiTime(time), LEVELS.get(level) ?? String(level), String(msg ?? '')];
  return { level, time, text: [...words, ...more.map(inWords)].join('  ') };
}

function inWords([name, value]: [string, unknown]): string {
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function membersOf(raw: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
