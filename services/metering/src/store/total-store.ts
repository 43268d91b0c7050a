import type { UsageData } from '@duixian/facts';
import type { Change } from '@duixian/register';
import { type Database, openKinds, type Session, type StoredKind, writeGuarded } from '@duixian/runtime';
import { fitsInt64 } from '@duixian/values';
import type { Collection } from 'mongodb';
import { addShare, emptyTotal, shareOf, totalKey, type UsageShare } from '../domain/usage-total.ts';

type Amount = 'hours' | 'samples' | 'times' | 'feeFen';
/**
 * 64-bit integers; decimal texts beyond them, because ten records of the largest quantity already exceed
 * them.
 */
export type TotalDocument = Omit<UsageShare, Amount> &
  Record<Amount, bigint | string> & { _id: string; guard: bigint };
export type Totals = Collection<TotalDocument>;

export const USAGE_TOTALS: StoredKind = {
  collection: 'usageTotals',
  version: 1,
  indexes: [{ key: { owner: 1, _id: 1 } }, { key: { user: 1, _id: 1 } }, { key: { month: 1, _id: 1 } }],
};

export async function openTotals(database: Database): Promise<Totals> {
  const totals = database.collection('usageTotals') as unknown as Totals;
  await openKinds(database, [USAGE_TOTALS]);
  return totals;
}

/** Changes totals by what the usage records of a batch changed, in its transaction. */
export async function moveTotals(changes: Iterable<Change>, totals: Totals, session: Session): Promise<void> {
  const moves = [...changes].flatMap(movesOf);
  if (moves.length === 0) return;
  const keys = new Set(moves.map(({ share }) => totalKey(share)));
  const found = await totals.find({ _id: { $in: [...keys] } }, { session }).toArray();
  const before = new Map(found.map((total) => [total._id, total]));
  const after = new Map<string, UsageShare>();
  for (const { share, sign } of moves) {
    const key = totalKey(share);
    const found = before.get(key);
    after.set(key, addShare(after.get(key) ?? (found ? readTotal(found) : emptyTotal(share)), share, sign));
  }
  const writes = [...after].map(([key, total]) => ({
    before: before.get(key),
    after: { ...total, ...storedAmounts(total), _id: key, guard: (before.get(key)?.guard ?? 0n) + 1n },
  }));
  await writeGuarded(totals, writes, 'guard', session);
}

export function readTotal(total: TotalDocument): UsageShare {
  const { instrumentId, owner, user, month, hours, samples, times, feeFen, records } = total;
  const amounts = { hours: BigInt(hours), samples: BigInt(samples), times: BigInt(times) };
  return { instrumentId, owner, user, month, ...amounts, feeFen: BigInt(feeFen), records };
}

function storedAmounts({ hours, samples, times, feeFen }: UsageShare): Record<Amount, bigint | string> {
  const stored = (amount: bigint) => (fitsInt64(amount) ? amount : String(amount));
  return { hours: stored(hours), samples: stored(samples), times: stored(times), feeFen: stored(feeFen) };
}

function movesOf({ before, after }: Change): { share: UsageShare; sign: 1n | -1n }[] {
  if (after.type !== 'duixian.usage.v1' || after.revision === 0) return [];
  const old = before && before.revision > 0 ? shareOf(before.data as UsageData) : undefined;
  const fresh = shareOf(after.data as UsageData);
  return [
    ...(old ? [{ share: old, sign: -1n as const }] : []),
    ...(fresh ? [{ share: fresh, sign: 1n as const }] : []),
  ];
}
