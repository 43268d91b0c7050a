import type { Session } from '@duixian/runtime';
import type { Arrival } from './judge-batch.ts';
import { historyId, type RecordDocument, type RegisterCollections, recordId } from './record-document.ts';

/** The records that these facts are about, by id. */
export async function readHeld(
  { records }: RegisterCollections,
  session: Session,
  arrivals: readonly Arrival[],
): Promise<Map<string, RecordDocument>> {
  const ids = new Set(arrivals.map(({ fact }) => recordId(fact.type, fact.subject)));
  const found = await records.find({ _id: { $in: [...ids] } }, { session }).toArray();
  return new Map(found.map((record) => [record._id, record]));
}

/** The contents of lower revisions that arrived before, for the few items that are not the newest. */
export async function readEarlier(
  { history }: RegisterCollections,
  session: Session,
  arrivals: readonly Arrival[],
  held: ReadonlyMap<string, RecordDocument>,
): Promise<Map<string, string>> {
  const ids = arrivals.flatMap(({ fact }) => {
    const id = recordId(fact.type, fact.subject);
    return fact.data.revision < (held.get(id)?.revision ?? 0) ? [historyId(id, fact.data.revision)] : [];
  });
  if (ids.length === 0) return new Map();
  const projection = { content: 1 } as const;
  const found = await history.find({ _id: { $in: ids } }, { session, projection }).toArray();
  return new Map(found.map(({ _id, content }) => [_id, content]));
}
