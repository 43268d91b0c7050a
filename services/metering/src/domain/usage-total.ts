/**
 * Totals of instrument use (article 11): per instrument, owner, user and month of Asia/Shanghai in which the use began,
 * over the final records. A record that changes takes its old share out and puts its new one in. Example: 1.5 hours for
 * 300.00 yuan amended to 2 hours for 400.00 adds half an hour and 100.00 yuan.
 */
import type { UsageData } from '@duixian/facts';
import { defined, type Fen, isFactInstant, parseInstant, shanghaiMonth } from '@duixian/values';
import { partyName } from './party-name.ts';

export type UsageShare = {
  readonly instrumentId: string;
  readonly owner: string;
  readonly user: string;
  readonly month: string;
  /** Millionths of an hour, sample or time: exact, and added without rounding. */
  readonly hours: bigint;
  readonly samples: bigint;
  readonly times: bigint;
  readonly feeFen: Fen;
  readonly records: bigint;
};

const MILLION = 1_000_000n;

/** What a record adds to its total; undefined if it is not final, or began outside the years of docs/facts.md §2. */
export function shareOf(usage: UsageData | undefined): UsageShare | undefined {
  if (usage?.status !== 'final' || !isFactInstant(usage.startedAt)) return undefined;
  const quantity = millionths(usage.quantity);
  return {
    instrumentId: usage.instrumentId,
    owner: partyName(usage.owner),
    user: partyName(usage.user),
    month: shanghaiMonth(defined(parseInstant(usage.startedAt), 'a recorded usage began at an instant')),
    hours: usage.unit === 'hour' ? quantity : 0n,
    samples: usage.unit === 'sample' ? quantity : 0n,
    times: usage.unit === 'time' ? quantity : 0n,
    feeFen: usage.feeFen,
    records: 1n,
  };
}

type TotalNames = Pick<UsageShare, 'instrumentId' | 'owner' | 'user' | 'month'>;

export function totalKey({ instrumentId, owner, user, month }: TotalNames): string {
  return JSON.stringify([instrumentId, owner, user, month]);
}

/** Adds a share, or removes it with sign −1. */
export function addShare(total: UsageShare, share: UsageShare, sign: 1n | -1n): UsageShare {
  return {
    ...total,
    hours: total.hours + sign * share.hours,
    samples: total.samples + sign * share.samples,
    times: total.times + sign * share.times,
    feeFen: total.feeFen + sign * share.feeFen,
    records: total.records + sign * share.records,
  };
}

export function emptyTotal({ instrumentId, owner, user, month }: UsageShare): UsageShare {
  return { instrumentId, owner, user, month, hours: 0n, samples: 0n, times: 0n, feeFen: 0n, records: 0n };
}

/** "1.5" → 1500000n: quantities have at most six decimals. */
function millionths(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole) * MILLION + BigInt(fraction.padEnd(6, '0'));
}

export function decimalOf(value: bigint): string {
  const fraction = (value % MILLION).toString().padStart(6, '0').replace(/0+$/, '');
  return fraction === '' ? `${value / MILLION}` : `${value / MILLION}.${fraction}`;
}
