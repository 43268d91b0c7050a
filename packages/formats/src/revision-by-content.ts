import { canonicalJson } from '@duixian/values';

/** What a register holds of a record. */
export type HeldRecord = {
  readonly source: string;
  readonly revision: number;
  /** As JSON, with its revision. */
  readonly data: Readonly<Record<string, unknown>>;
};

export type ArrivingRecord = {
  readonly source: string;
  readonly arrivedAtMs: number;
  /** As JSON, without a revision. */
  readonly data: Readonly<Record<string, unknown>>;
  /** It waited for a unit: what was recorded meanwhile is later than it. */
  readonly hasWaited: boolean;
  /** The revision at which an officer sent the record back, if one did. */
  readonly sentBackAt: number | undefined;
};

export type ByContent =
  | { readonly revision: number }
  | { readonly outcome: 'duplicate' | 'stale' | 'already-final' };

/**
 * Senders that number no revisions get them from content: what equals what is held is a duplicate, and everything else
 * comes after it, by the instant of its arrival. A final record stays so until an officer sends it back.
 */
export function revisionByContent(arriving: ArrivingRecord, held: HeldRecord | undefined): ByContent {
  const { arrivedAtMs, hasWaited, sentBackAt } = arriving;
  // A record of another source: the register says whose it is.
  if (held === undefined || held.source !== arriving.source) return { revision: arrivedAtMs };
  const { revision, ...content } = held.data;
  if (canonicalJson(content as never) === canonicalJson(arriving.data as never))
    return { outcome: 'duplicate' };
  if (hasWaited && held.revision >= arrivedAtMs) return { outcome: 'stale' };
  const isFinal = content['status'] === 'final' && sentBackAt !== held.revision;
  return isFinal ? { outcome: 'already-final' } : { revision: Math.max(held.revision + 1, arrivedAtMs) };
}
