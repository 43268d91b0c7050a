import { canonicalJson } from '@duixian/values';
import type { Deal } from './deal.ts';
import type { DealHistory } from './deal-history.ts';

/** A deal or a history as JSON, with amounts as integers of fen, as its exchange sends it. */
export function dealJson(content: Deal | Omit<DealHistory, 'current'>): string {
  return canonicalJson(withNumbers(content));
}

/** Of the text of a deal that was checked when it arrived. */
export function dealFrom(text: string): Deal {
  return JSON.parse(text, bigintFen) as Deal;
}

export function historyFrom(currentJson: string, earlierJson: string): DealHistory {
  const earlier = JSON.parse(earlierJson, bigintFen) as Omit<DealHistory, 'current'>;
  return { current: dealFrom(currentJson), ...earlier };
}

function bigintFen(key: string, value: unknown): unknown {
  return key.endsWith('Fen') && typeof value === 'number' ? BigInt(value) : value;
}

function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, content]) => [key, withNumbers(content)]));
}
