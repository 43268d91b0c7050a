import { type Database, DatabaseClock, openKinds, type Versioned } from '@duixian/runtime';
import type { TwoSteps } from '@duixian/values';
import type { Collection } from 'mongodb';
import type { Budget, BudgetEntry } from '../budgets/domain/budget.ts';
import type { ProgrammeTotals } from '../budgets/domain/programme-totals.ts';
import type { Entry } from '../ledger/domain/entry.ts';
import type { Ledger } from '../ledger/domain/ledger.ts';
import type { PastSuspension, Suspension } from '../ordering/domain/suspension.ts';
import type { Order } from '../orders/domain/order.ts';
import type { Payee } from '../payees/domain/payee.ts';
import type { StraightOnDay } from '../programmes/domain/daily-straight.ts';
import type { Receipt } from '../recoveries/domain/receipt.ts';
import type { Recovery } from '../recoveries/domain/recovery.ts';
import type { Run } from '../runs/domain/run.ts';
import type { RunLine } from '../runs/domain/run-line.ts';
import { DISBURSEMENT_KINDS } from './kinds.ts';

/** Every write checks `version` (optimistic lock). */
export type LedgerDocument = Omit<Ledger, 'uscc'> & Versioned & { _id: string };

/**
 * What one transaction did to one ledger or budget; `_id` is "USCC:version" or
 * "budget:YEAR:PROGRAMME:version", so the entries of one are a range of the primary key.
 */
export interface EntriesDocument {
  _id: string;
  at: Date;
  entries: Entry[] | BudgetEntry[];
}

export type OrderDocument = Omit<Order, 'id'> &
  Versioned & {
    _id: string;
    version: number;
    /** The shape in which it is pushed: 1 for orders from before they had a reference for banks. */
    shape: number;
    /** The cursor position in the order feed (see sequence.ts). */
    sequence: bigint;
    /** The trace of the message that caused it; a push carries it on. */
    traceparent?: string | undefined;
    attempts: number;
    /** While issued: when it is sent, or sent again. Null: it is paid by file, and never sent. */
    nextAttemptAt: Date | null;
  };

/** Every write checks `version` (optimistic lock). */
export type PayeeDocument = Omit<Payee, 'uscc'> & { _id: string };

/** Every write checks `version` (optimistic lock). */
export type BudgetDocument = Omit<Budget, 'id'> & { _id: string };
export type RunDocument = Omit<Run, 'id'> & { _id: string };
export type RecoveryDocument = Omit<Recovery, 'id'> & { _id: string };
/** `_id` is the bank's reference, so that it counts once. Never changed. */
export type ReceiptDocument = Omit<Receipt, 'id'> & { _id: string };

/** `_id` is "RUN/USCC". Written only together with its run, whose version protects it. */
export type RunLineDocument = RunLine & { _id: string };

/** The counter, and in the same document whether positions may be taken (see stored-ordering.ts). */
interface SequenceDocument {
  _id: string;
  last: bigint;
  suspended?: Suspension;
  /** Since when an empty system waits until two persons agree to its policy. */
  awaitsPolicy?: Date;
  /** Since when it waits until two persons agree to its payment settings. */
  awaitsSettings?: Date;
  /** The policy that two persons agreed to first; once it is set, nothing waits for it any more. */
  agreedPolicy?: string;
  /** The payment settings in force: only a process that knows them makes orders. */
  settings?: string;
  /** How many statements were reconciled: only a process that knows all of them resumes ordering. */
  reconciliations?: bigint;
  /** Past suspensions, the newest first. */
  past?: PastSuspension[];
  /**
   * By subject, the position of the newest message if it had no valid proof at the last start. Absent: proofs
   * were never required.
   */
  doubted?: Readonly<Record<string, string>>;
  /** The newest orders are published every day, so that the streams always hold one (see keep-published.ts). */
  keepsPublished?: true;
  /** What new orders added (see programme-totals.ts). */
  totals?: StoredTotals;
  /** What was paid straight through on the newest day, if a programme has a cap for it. */
  straightThrough?: StraightOnDay;
}

type StoredTotals = Record<string, Partial<ProgrammeTotals>>;
type TotalsDocument = { _id: number; totals?: StoredTotals };

/** What is in force, what the latest start found instead, and what waits for a second person. */
export interface SettingsDocument {
  readonly _id: 'settings';
  readonly digest: string;
  readonly json: string;
  /** Null if the settings found are in force, and nobody has to agree to them any more. */
  readonly offered: { readonly digest: string; readonly json: string } | null;
  readonly steps: TwoSteps<{ readonly digest: string; readonly json: string }>;
  /** Raised by every write. */
  readonly guard: bigint;
}

/** What happened to the settings, counted from 1; never changed. */
export interface SettingsActDocument {
  readonly _id: number;
  readonly event: 'taken' | 'offered' | 'proposed' | 'rejected' | 'applied';
  readonly digest: string;
  readonly at: Date;
  /** A person and a key; empty if a start did it. */
  readonly by: string;
  readonly key: string;
  readonly because: string;
}

export interface Collections {
  readonly ledgers: Collection<LedgerDocument>;
  readonly entries: Collection<EntriesDocument>;
  readonly orders: Collection<OrderDocument>;
  readonly payees: Collection<PayeeDocument>;
  /** Account numbers as they were proposed, so that two concurrent proposals of one number conflict. */
  readonly accountNumbers: Collection<{ _id: string; version: number }>;
  readonly budgets: Collection<BudgetDocument>;
  readonly runs: Collection<RunDocument>;
  readonly runLines: Collection<RunLineDocument>;
  readonly recoveries: Collection<RecoveryDocument>;
  readonly receipts: Collection<ReceiptDocument>;
  readonly sequences: Collection<SequenceDocument>;
  readonly totals: Collection<TotalsDocument>;
  readonly settings: Collection<SettingsDocument>;
  readonly settingsActs: Collection<SettingsActDocument>;
  /** Every date in these collections is written and compared by this clock. */
  readonly clock: DatabaseClock;
}

export async function openCollections(database: Database): Promise<Collections> {
  const collections = {
    ledgers: database.collection<LedgerDocument>('ledgers'),
    entries: database.collection<EntriesDocument>('entries'),
    orders: database.collection<OrderDocument>('orders'),
    payees: database.collection<PayeeDocument>('payees'),
    accountNumbers: database.collection<{ _id: string; version: number }>('accountNumbers'),
    budgets: database.collection<BudgetDocument>('budgets'),
    runs: database.collection<RunDocument>('runs'),
    runLines: database.collection<RunLineDocument>('runLines'),
    recoveries: database.collection<RecoveryDocument>('recoveries'),
    receipts: database.collection<ReceiptDocument>('receipts'),
    sequences: database.collection<SequenceDocument>('sequences'),
    settings: database.collection<SettingsDocument>('settings'),
    settingsActs: database.collection<SettingsActDocument>('settingsActs'),
    totals: database.collection<TotalsDocument>('totals'),
    clock: await DatabaseClock.open(database),
  };
  await openKinds(database, DISBURSEMENT_KINDS);
  await collections.sequences.updateOne({ _id: 'orders' }, { $setOnInsert: { last: 0n } }, { upsert: true });
  return collections;
}
