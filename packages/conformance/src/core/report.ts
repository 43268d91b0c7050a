import { canonicalJson, sha256Hex } from '@duixian/values';
import type { Status } from './rule.ts';
import type { Result } from './run-rules.ts';

/** One run of a profile: what was tested, how, and every result. Plain data, so it has a canonical form. */
export type Report = {
  readonly profile: string;
  /** What was tested: an address without its query, or a file. */
  readonly subject: string;
  readonly startedAt: string;
  /** Null where nothing depends on one. */
  readonly seed: number | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
};

/**
 * The report as canonical JSON (RFC 8785), of which `sumOf` is the SHA-256. That knows no halves of characters, which
 * a partner may have sent.
 */
export function reportJson(report: Report): string {
  return canonicalJson(
    JSON.parse(JSON.stringify(report), (_, value: unknown) =>
      typeof value === 'string' ? value.toWellFormed() : value,
    ),
  );
}

export function sumOf(report: Report): string {
  return sha256Hex(reportJson(report));
}

export function countsOf({ results }: Report): ReadonlyMap<Status, number> {
  const counts = new Map<Status, number>();
  for (const { verdict } of results) counts.set(verdict.status, (counts.get(verdict.status) ?? 0) + 1);
  return counts;
}

/** 1: a must failed. 2: none did, but a rule was interrupted, so nobody knows. 0: otherwise. */
export function exitCodeOf({ results }: Report): 0 | 1 | 2 {
  const has = (status: Status) => results.some(({ verdict }) => verdict.status === status);
  if (has('FAILED')) return 1;
  return has('INTERRUPTED') ? 2 : 0;
}
