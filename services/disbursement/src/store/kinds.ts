import type { StoredKind } from '@duixian/runtime';
import { ledgerOf2 } from './upcasts/ledger-2.ts';
import { orderOf2 } from './upcasts/order-2.ts';

/** Version 2 of release 0.2.0: what early ledgers lack is said. */
export const LEDGERS: StoredKind = {
  collection: 'ledgers',
  version: 2,
  upcast: ledgerOf2,
  indexes: [{ key: { dueAt: 1 }, partialFilterExpression: { dueAt: { $type: 'date' } } }],
};

/** Version 2 of release 0.2.0: parts that came back, and a reference for banks. */
export const ORDERS: StoredKind = {
  collection: 'orders',
  version: 2,
  upcast: orderOf2,
  // Each index more is paid for by every order, so these hold only few: those paid straight through and soon answered,
  // nearly all, are in the first two alone. Those of an entity are a range of the primary key, but for those of runs.
  indexes: [
    { key: { sequence: 1 }, unique: true },
    { key: { endToEndId: 1 }, unique: true, partialFilterExpression: { endToEndId: { $gt: '' } } },
    { key: { run: 1, nextAttemptAt: 1 }, partialFilterExpression: { state: 'issued' } },
    { key: { entity: 1, sequence: 1 }, partialFilterExpression: { run: { $gt: '' } } },
    { key: { contradiction: 1 }, partialFilterExpression: { contradiction: { $gt: '' } } },
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
  { collection: 'runs', version: 1 },
  { collection: 'runLines', version: 1 },
  // Receipts from before they were kept by themselves are found by their notes.
  { collection: 'recoveries', version: 1, indexes: [{ key: { 'notes.id': 1 } }] },
  { collection: 'receipts', version: 1 },
  { collection: 'sequences', version: 1 },
  { collection: 'totals', version: 1 },
  { collection: 'settings', version: 1 },
  { collection: 'settingsActs', version: 1 },
  { collection: 'reconciliations', version: 1 },
  { collection: 'reconciled', version: 1 },
];
