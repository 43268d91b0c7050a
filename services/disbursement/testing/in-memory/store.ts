import type { Budget } from '../../src/budgets/domain/budget.ts';
import type { Entry } from '../../src/ledger/domain/entry.ts';
import type { Ledger } from '../../src/ledger/domain/ledger.ts';
import type { Order } from '../../src/orders/domain/order.ts';
import type { Payee } from '../../src/payees/domain/payee.ts';
import type { StraightOnDay } from '../../src/programmes/domain/daily-straight.ts';
import type { Recovery } from '../../src/recoveries/domain/recovery.ts';
import { byStateOfRun } from '../../src/runs/domain/as-run-says.ts';
import type { Run } from '../../src/runs/domain/run.ts';
import type { RunLine } from '../../src/runs/domain/run-line.ts';

/** What a commit checks for conflicts. */
export type Guarded = 'ledgers' | 'budgets' | 'payees' | 'orders' | 'runs' | 'recoveries' | 'daily';

/**
 * What disbursement stores, in memory: for tests of the domain that play whole histories, and for the
 * simulation's look at a database. A document is never changed, only replaced.
 */
export class Store {
  readonly ledgers = new Map<string, Ledger>();
  /** By USCC, append-only. */
  readonly entries = new Map<string, Entry[]>();
  readonly budgets = new Map<string, Budget>();
  readonly payees = new Map<string, Payee>();
  /** What was paid straight through on the newest day, under one key. */
  readonly daily = new Map<string, StraightOnDay>();
  readonly orders = new Map<string, Order>();
  readonly runs = new Map<string, Run>();
  /** The lines of each run by entity, as they were written. */
  readonly #lines = new Map<string, Map<string, RunLine>>();
  readonly recoveries = new Map<string, Recovery>();

  /** The ledgers that count for an entity. */
  groupOf(entity: string): Ledger[] {
    return [...this.ledgers.values()].filter((ledger) => ledger.entity === entity);
  }

  putLine(line: RunLine): void {
    const known = this.#lines.get(line.run);
    if (known) known.set(line.entity, line);
    else this.#lines.set(line.run, new Map([[line.entity, line]]));
  }

  /** Lines as they follow from their run, here and below. */
  lineOf(run: Run, entity: string): RunLine | undefined {
    const written = this.#lines.get(run.id)?.get(entity);
    return written && byStateOfRun(run)(written);
  }

  /** In the order of their entities. */
  linesOf(id: string): RunLine[] {
    const run = this.runs.get(id);
    const written = this.#lines.get(id);
    if (!run || !written) return [];
    return [...written.values()].map(byStateOfRun(run)).sort((a, b) => (a.entity < b.entity ? -1 : 1));
  }

  /** The lines of all runs. */
  get lines(): RunLine[] {
    return [...this.runs.keys()].flatMap((id) => this.linesOf(id));
  }
}
