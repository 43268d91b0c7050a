import type { disbursementV1 } from '@duixian/proto';
import { pageLimit } from '@duixian/runtime';
import type { Cause, Entry } from '../domain/entry.ts';
import type { Collections } from '../store/collections.ts';
import { loadLedgers } from '../store/load-books.ts';

/**
 * Every entry of the ledgers that count for an entity, ledger after ledger and in each in the order in which they were
 * made. A page ends with a transaction, never within one.
 */
export async function listMovements(
  collections: Collections,
  { entity, after, limit }: disbursementV1.ListMovementsRequest,
): Promise<disbursementV1.ListMovementsResponse> {
  const size = pageLimit(limit);
  const ledgers = (await loadLedgers(collections, [entity])).filter((ledger) => ledger.entity === entity);
  const ranges = ledgers.map(({ uscc }) => ({ _id: { $gt: `${uscc}:`, $lt: `${uscc};` } }));
  if (ranges.length === 0) return { movements: [], next: '' };
  const pages = await collections.entries
    .find({ $and: [{ _id: { $gt: after } }, { $or: ranges }] })
    .sort({ _id: 1 })
    .limit(size)
    .toArray();
  const movements = pages.flatMap(({ _id, at, entries }) =>
    (entries as Entry[]).map((entry) => movementMessage(_id.slice(0, _id.indexOf(':')), at, entry)),
  );
  return { movements, next: pages.length === size ? (pages.at(-1)?._id ?? '') : '' };
}

function movementMessage(uscc: string, at: Date, { cause, lines }: Entry): disbursementV1.Movement {
  return { uscc, at: at.toISOString(), cause: cause.kind, ...detailsOf(cause), lines };
}

function detailsOf(cause: Cause): Pick<disbursementV1.Movement, 'id' | 'step' | 'by' | 'because'> {
  const nothing = { id: '', step: '', by: '', because: '' };
  switch (cause.kind) {
    case 'entitlement':
      return { ...nothing, id: String(cause.accountVersion) };
    case 'order':
      return { ...nothing, id: cause.id };
    case 'status':
      return { ...nothing, id: cause.id, step: cause.status };
    case 'release':
      return { ...nothing, id: cause.id, by: cause.by, because: cause.reason };
    case 'run':
      return { ...nothing, id: cause.id, step: cause.step };
    case 'recovery':
      return { id: cause.id, step: cause.step, by: cause.by, because: cause.document };
    case 'resolution':
      return { ...nothing, id: cause.id, by: cause.by, because: cause.document };
    case 'netting':
      return nothing;
  }
}
