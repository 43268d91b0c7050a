import type { StoredKind } from '@duixian/runtime';
import { ledgerOf2 } from './upcasts/ledger-2.ts';
import { orderOf2 } from './upcasts/order-2.ts';

/**
 * The indexes of what waits for a person: a document that no longer waits leaves its index, so each index
 * stays as small as its list.
 */
export const HELD = { sequence: 1, contradiction: 1 } as const;
export const NOT_RELEASED = { state: 1, 'release.at': 1, sequence: 1 } as const;
export const PARTS_NOT_RELEASED = { 'returns.release.at': 1, sequence: 1 } as const;
export const UNPAID = { sequence: 1, run: 1 } as const;
export const WITHOUT_ACCOUNT = { entity: 1, _id: 1 } as const;
export const WITH_OBJECTIONS = { 'sums.undecidedObjections': 1, _id: 1 } as const;
export const OBJECTED = { 'objections.outcome.at': 1, _id: 1 } as const;
export const DUE = { dueOn: 1, _id: 1 } as const;

/** Version 2 of release 0.2.0: fields that early ledgers lack are filled in. */
export const LEDGERS: StoredKind = {
  collection: 'ledgers',
  version: 2,
  upcast: ledgerOf2,
  indexes: [
    { key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $type: 'date' } } },
    // Includes ledgers of branches: a branch has no account (收款账户) of its own.
    {
      key: WITHOUT_ACCOUNT,
      partialFilterExpression: { payee: null, 'payables.0': { $exists: true } },
    },
  ],
};

/** Version 2 of release 0.2.0: parts that came back, and a reference for banks. */
export const ORDERS: StoredKind = {
  collection: 'orders',
  version: 2,
  upcast: orderOf2,
  // Every order pays for each additional index, so these hold only few orders: those paid straight through
  // and soon answered, nearly all, are in the first two alone. The orders of an entity are a range of the
  // primary key, except those of runs.
  indexes: [
    { key: { sequence: 1 }, unique: true },
    { key: { endToEndId: 1 }, unique: true, partialFilterExpression: { endToEndId: { $gt: '' } } },
    { key: { run: 1, nextAttemptAt: 1 }, partialFilterExpression: { state: 'issued' } },
    { key: { entity: 1, sequence: 1 }, partialFilterExpression: { run: { $gt: '' } } },
    { key: { contradiction: 1 }, partialFilterExpression: { contradiction: { $gt: '' } } },
    { key: HELD, partialFilterExpression: { contradiction: { $gt: '' } } },
    {
      key: NOT_RELEASED,
      partialFilterExpression: { state: { $in: ['rejected', 'returned', 'refused-by-treasury'] } },
    },
    { key: PARTS_NOT_RELEASED, partialFilterExpression: { 'returns.0': { $exists: true } } },
    { key: UNPAID, partialFilterExpression: { state: { $in: ['issued', 'sent', 'accepted'] } } },
  ],
};

/** What disbursement stores, and its indexes. */
export const DISBURSEMENT_KINDS: readonly StoredKind[] = [
  LEDGERS,
  ORDERS,
  { collection: 'entries', version: 1 },
  { collection: 'payees', version: 1, indexes: [{ key: { 'proposals.accountNo': 1 } }] },
  { collection: 'accountNumbers', version: 1 },
  { collection: 'budgets', version: 1 },
  {
    collection: 'runs',
    version: 1,
    indexes: [{ key: WITH_OBJECTIONS, partialFilterExpression: { 'sums.undecidedObjections': { $gt: 0 } } }],
  },
  {
    collection: 'runLines',
    version: 1,
    indexes: [{ key: OBJECTED, partialFilterExpression: { 'objections.0': { $exists: true } } }],
  },
  // Receipts from before they were stored by themselves are found by their notes.
  {
    collection: 'recoveries',
    version: 1,
    indexes: [{ key: { 'notes.id': 1 } }, { key: DUE, partialFilterExpression: { state: 'demanded' } }],
  },
  { collection: 'receipts', version: 1 },
  { collection: 'sequences', version: 1 },
  { collection: 'totals', version: 1 },
  { collection: 'settings', version: 1 },
  { collection: 'settingsActs', version: 1 },
  { collection: 'reconciliations', version: 1 },
  { collection: 'reconciled', version: 1 },
];
