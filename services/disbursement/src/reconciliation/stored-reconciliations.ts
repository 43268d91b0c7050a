import { type Database, nextAfter, readPage, remembered, type Session, transact } from '@duixian/runtime';
import type { Collection } from 'mongodb';
import type { DayStatement } from '../ordering/domain/suspension.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Reconciled, ReconciledItem } from './domain/reconcile.ts';

/** What was reconciled: who, when, which file. */
export interface StatementHead {
  readonly day: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly by: string;
}

/** One comparison; never changed. `_id` is "day-hash-round", so those of one file are adjacent. */
export type ReconciliationDocument = StatementHead &
  Pick<Reconciled, 'counts' | 'repeatedLines' | 'here' | 'there'> & {
    _id: string;
    round: number;
    at: Date;
    lines: number;
  };

/**
 * An order that needs a look: `_id` is "reconciliation:number", so those of one reconciliation are a range of
 * the primary key.
 */
type ItemDocument = ReconciledItem & { _id: string };

export interface Reconciliations {
  readonly database: Database;
  readonly heads: Collection<ReconciliationDocument>;
  readonly items: Collection<ItemDocument>;
  readonly sequences: Collections['sequences'];
}

const HASH_DIGITS = 32;

/** The collections are made by `openCollections`. */
export function openReconciliations(database: Database): Reconciliations {
  return {
    database,
    heads: database.collection('reconciliations'),
    items: database.collection('reconciled'),
    sequences: database.collection('sequences'),
  };
}

/** The newest comparison of this file for this day. */
export async function latestOf(
  { heads }: Reconciliations,
  { day, sha256 }: StatementHead,
  session?: Session,
): Promise<ReconciliationDocument | undefined> {
  const [latest] = await heads
    .find({ _id: idsOf(day, sha256) }, session ? { session } : {})
    .sort({ round: -1 })
    .limit(1)
    .toArray();
  return latest;
}

/**
 * All reconciliations of these days after an instant. Ids begin with the day, so those of a day are a range.
 */
export async function statementsSince(
  { heads }: Reconciliations,
  days: readonly string[],
  after: Date,
): Promise<DayStatement[]> {
  const [first, last] = [days[0] ?? '', days.at(-1) ?? ''];
  const found = await heads.find({ _id: { $gte: first, $lt: `${last}~` }, at: { $gt: after } }).toArray();
  return found.map(({ _id, ...rest }) => ({ id: _id, ...rest }));
}

/** Stores a comparison, unless the same file was reconciled meanwhile (`after`: the round that was known). */
export function keep(
  reconciliations: Reconciliations,
  head: StatementHead & { lines: number; at: Date },
  reconciled: Reconciled,
  after: number,
): Promise<{ document: ReconciliationDocument; isNew: boolean }> {
  const { items, ...outcome } = reconciled;
  const work = async (session: Session) => {
    const latest = await latestOf(reconciliations, head, session);
    if (latest && latest.round > after) return { document: latest, isNew: false };
    const round = after + 1;
    const _id = `${prefixOf(head.day, head.sha256)}${round}`;
    const document = { _id, round, ...head, ...outcome };
    await reconciliations.heads.insertOne(document, { session });
    const kept = items
      .filter((item) => item.class !== 'matched' || item.repeatedLines > 0)
      .map((item, index) => ({ _id: `${_id}:${String(index).padStart(7, '0')}`, ...item }));
    if (kept.length > 0) await reconciliations.items.insertMany(kept, { session });
    // A process that resumes ordering at this moment has not seen it, and looks again.
    await reconciliations.sequences.updateOne(
      { _id: 'orders' },
      { $inc: { reconciliations: 1n } },
      { session },
    );
    return { document, isNew: true };
  };
  return transact(reconciliations.database, remembered(work));
}

/** In their order, after the item with the number `after`; empty: from the first. */
export async function itemsOf(
  { items }: Reconciliations,
  id: string,
  after: string,
  limit: number,
): Promise<{ items: ItemDocument[]; next: string }> {
  const found = items.find({ _id: { $gt: `${id}:${after}`, $lt: `${id};` } }).sort({ _id: 1 });
  const page = await readPage(found, limit);
  return { items: page.rows, next: nextAfter(page, ({ _id }) => _id.slice(id.length + 1)) };
}

function idsOf(day: string, sha256: string) {
  const prefix = prefixOf(day, sha256);
  return { $gt: prefix, $lt: `${prefix}~` };
}

function prefixOf(day: string, sha256: string): string {
  return `${day}-${sha256.slice(0, HASH_DIGITS)}-`;
}
