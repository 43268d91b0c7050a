import type { Budget } from '../budget.ts';
import type { Entry } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import type { Order } from '../order.ts';
import type { Payee } from '../payees/payee.ts';
import type { Recovery } from '../recoveries/recovery.ts';
import type { Run } from '../runs/run.ts';
import type { RunLine } from '../runs/run-line.ts';

/** What an attempt to write is checked against. */
export type Guarded = 'ledgers' | 'budgets' | 'payees' | 'orders' | 'runs' | 'recoveries';

/**
 * What disbursement stores, in memory: for tests that tell or search whole histories. A document is never changed, only
 * replaced, so "the same object" means "nobody wrote it meanwhile".
 */
export class Store {
  readonly ledgers = new Map<string, Ledger>();
  /** By USCC, only ever added to. */
  readonly entries = new Map<string, Entry[]>();
  readonly budgets = new Map<string, Budget>();
  readonly payees = new Map<string, Payee>();
  readonly orders = new Map<string, Order>();
  readonly runs = new Map<string, Run>();
  /** By run and entity. */
  readonly lines = new Map<string, RunLine>();
  readonly recoveries = new Map<string, Recovery>();
  /** Left out, to see whether a search misses it. */
  unguarded: Guarded | undefined;

  /** The ledgers that count for an entity. */
  groupOf(entity: string): Ledger[] {
    return [...this.ledgers.values()].filter((ledger) => ledger.entity === entity);
  }

  /** In the order of their entities. */
  linesOf(run: string): RunLine[] {
    return [...this.lines.values()]
      .filter((line) => line.run === run)
      .sort((a, b) => (a.entity < b.entity ? -1 : 1));
  }
}
