import type { disbursementV1 } from '@duixian/proto';
import { nextAfter, pageOf, refuseForeignCursor } from '@duixian/runtime';
import { compareCodePoints } from '@duixian/values';
import type { Collections, EntriesDocument } from '../unit-of-work/collections.ts';
import { loadMemberships } from '../unit-of-work/load-ledger-session.ts';
import { CURSORS } from '../wire/cursors.ts';
import type { Cause, Entry } from './domain/entry.ts';
import type { Ledger } from './domain/ledger.ts';

/**
 * Every entry of the ledgers that count for an entity, ledger after ledger, and in each ledger in the order
 * in which they were made. A page ends with a transaction, never within one.
 */
export async function listMovements(
  collections: Collections,
  { entity, after, limit }: disbursementV1.ListMovementsRequest,
): Promise<disbursementV1.ListMovementsResponse> {
  refuseForeignCursor(after, CURSORS.movements);
  const known = await loadMemberships(collections, [entity]);
  const usccs = known.filter((ledger) => ledger.entity === entity).map(({ uscc }) => uscc);
  const page = await pageOf(entriesAfter(collections, usccs.sort(compareCodePoints), after), limit);
  const journalEntries = page.rows.flatMap((one) => journalEntriesOf(one));
  return { movements: journalEntries, next: nextAfter(page, ({ _id }) => _id) };
}

const ENTRIES_AT_ONCE = 100;
/** Ledgers whose entries are read in one query. */
const LEDGERS_AT_ONCE = 200;

async function* entriesAfter(
  { entries }: Collections,
  usccs: readonly string[],
  after: string,
): AsyncGenerator<EntriesDocument> {
  const rest = usccs.filter((uscc) => `${uscc};` > after);
  for (let at = 0; at < rest.length; at += LEDGERS_AT_ONCE) {
    const ranges = rest.slice(at, at + LEDGERS_AT_ONCE).map((uscc) => entriesOf({ uscc }));
    yield* entries
      .find({ $and: [{ _id: { $gt: after } }, { $or: ranges }] })
      .sort({ _id: 1 })
      .batchSize(ENTRIES_AT_ONCE);
  }
}

/** The entries of a ledger: a range of the primary key. */
export function entriesOf({ uscc }: Pick<Ledger, 'uscc'>) {
  return { _id: { $gt: `${uscc}:`, $lt: `${uscc};` } };
}

/** The journal entries of one transaction under one USCC. */
export function journalEntriesOf(
  { _id, at, entries }: EntriesDocument,
  counts: (cause: Cause) => boolean = () => true,
): disbursementV1.Movement[] {
  const uscc = _id.slice(0, _id.indexOf(':'));
  return (entries as Entry[])
    .filter(({ cause }) => counts(cause))
    .map((entry) => journalEntryMessage(uscc, at, entry));
}

function journalEntryMessage(uscc: string, at: Date, { cause, lines }: Entry): disbursementV1.Movement {
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
