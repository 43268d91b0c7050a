import type { Session } from '@duixian/runtime';
import type { LedgerSession } from '../ledger/domain/ledger-session.ts';
import type { Order, Terms } from '../orders/domain/order.ts';
import type { Scope } from './scope.ts';

/**
 * Decides on the ledger session and answers; a changed order is put back into `orders`. Runs again after a
 * conflict.
 */
export type Decide<Result> = (
  ledgerSession: LedgerSession,
  orders: Map<string, Order>,
  terms: Terms,
) => Result;

/**
 * A decision that needs more than the ledgers: documents that are read and written in the same transaction.
 */
export interface Decision<Read, Result> {
  read(session: Session): Promise<{ readonly scope: Scope; readonly read: Read }>;
  decide(ledgerSession: LedgerSession, read: Read, terms: Terms): Result;
  write(result: Result, session: Session): Promise<void>;
}

/** The trace of the message that caused an order. */
export type TraceOf = (order: Order, ledgerSession: LedgerSession) => string | undefined;
