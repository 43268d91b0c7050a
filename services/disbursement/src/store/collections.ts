import type { Database } from '@duixian/runtime';
import type mongoose from 'mongoose';
import type { Entry } from '../domain/entry.ts';
import type { Ledger } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import type { Payee } from '../domain/payees/payee.ts';
import type { PastSuspension, Suspension } from '../domain/suspension.ts';

/** `version` is the guard of every write. */
export type LedgerDocument = Omit<Ledger, 'uscc'> & { _id: string };

/** What one transaction did to one ledger; `_id` is "USCC:version", so a ledger's entries are a range of the primary key. */
interface EntriesDocument {
  _id: string;
  at: Date;
  entries: Entry[];
}

export type OrderDocument = Omit<Order, 'id'> & {
  _id: string;
  version: number;
  /** Position in the pull list (see sequence.ts). */
  sequence: bigint;
  /** Of the message that caused it; a push carries it on. */
  traceparent?: string | undefined;
  attempts: number;
  /** While issued: when it is sent, or sent again. */
  nextAttemptAt: Date;
};

/** `version` is the guard of every write. */
export type PayeeDocument = Omit<Payee, 'uscc'> & { _id: string };

type Collection<Document extends mongoose.mongo.Document> = mongoose.mongo.Collection<Document>;

/** The counter, and in the same document whether it may be taken from (see ordering.ts). */
interface SequenceDocument {
  _id: string;
  last: bigint;
  suspended?: Suspension;
  /** Those that are over, the newest first. */
  past?: PastSuspension[];
}

export interface Collections {
  readonly ledgers: Collection<LedgerDocument>;
  readonly entries: Collection<EntriesDocument>;
  readonly orders: Collection<OrderDocument>;
  readonly payees: Collection<PayeeDocument>;
  readonly sequences: Collection<SequenceDocument>;
}

/** Collections are made beforehand, because making one inside a transaction can fail it. */
export async function openCollections(database: Database): Promise<Collections> {
  const { db } = database;
  if (!db) throw new Error('the database is connected before a service starts');
  const collections = {
    ledgers: db.collection<LedgerDocument>('ledgers'),
    entries: db.collection<EntriesDocument>('entries'),
    orders: db.collection<OrderDocument>('orders'),
    payees: db.collection<PayeeDocument>('payees'),
    sequences: db.collection<SequenceDocument>('sequences'),
  };
  await collections.ledgers.createIndex(
    { dueAt: 1 },
    { partialFilterExpression: { dueAt: { $type: 'date' } } },
  );
  // Those of an entity are a range of the primary key. Each index more is paid for by every order.
  await collections.orders.createIndexes([
    { key: { sequence: 1 }, unique: true },
    { key: { nextAttemptAt: 1 }, partialFilterExpression: { state: 'issued' } },
    { key: { contradiction: 1 }, partialFilterExpression: { contradiction: { $gt: '' } } },
  ]);
  await collections.sequences.updateOne({ _id: 'orders' }, { $setOnInsert: { last: 0n } }, { upsert: true });
  const existing = (await db.listCollections().toArray()).map(({ name }) => name);
  for (const name of ['entries', 'payees']) if (!existing.includes(name)) await db.createCollection(name);
  return collections;
}
