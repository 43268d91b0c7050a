import { defined, shanghaiDay } from '@duixian/values';
import { type Budget, Budgets, budgetId, newBudget } from '../../src/budgets/domain/budget.ts';
import type { EntityState } from '../../src/entitlements/domain/apply-entitlements.ts';
import { noteActiveMembers } from '../../src/ledger/domain/active-members.ts';
import type { Ledger } from '../../src/ledger/domain/ledger.ts';
import { type LedgerSession, openLedgerSession } from '../../src/ledger/domain/ledger-session.ts';
import { confirmStraight } from '../../src/ledger/domain/straight-through.ts';
import { fiscalYearOf, type Order, type Terms } from '../../src/orders/domain/order.ts';
import type { Payee } from '../../src/payees/domain/payee.ts';
import { DailyStraight, type StraightOnDay } from '../../src/programmes/domain/daily-straight.ts';
import type { Recovery } from '../../src/recoveries/domain/recovery.ts';
import type { Run } from '../../src/runs/domain/run.ts';
import type { RunLine } from '../../src/runs/domain/run-line.ts';
import { WorkingSet } from '../../src/unit-of-work/domain/working-set.ts';
import type { Guarded, Store } from './store.ts';

/** What a decision may touch, as in the service's decider. */
export interface Scope {
  readonly usccs?: Iterable<string>;
  /** What awards publishes about whole entities. */
  readonly states?: readonly EntityState[];
  readonly orders?: readonly Order[];
  readonly payees?: readonly string[];
  /** In addition to those of this fiscal year's programmes and of the orders in scope. */
  readonly budgets?: readonly string[];
}

interface Write {
  readonly kind: Guarded;
  readonly id: string;
  readonly before: unknown;
  readonly put: () => void;
}

/**
 * One transaction: reads at one instant, decides, and writes everything or nothing at a later one. It is
 * refused if anybody else wrote what it writes, and then decided again.
 */
export class UnitOfWork {
  readonly store: Store;
  readonly terms: Terms;
  session: LedgerSession = openLedgerSession([]);
  readonly #read = new Map<string, Ledger>();
  readonly #budgetsRead = new Map<string, Budget | undefined>();
  #dailyRead: StraightOnDay | undefined;
  #payees: ReadonlyMap<string, Payee> = new Map();
  readonly #writes: Write[] = [];
  readonly #lines: RunLine[] = [];

  constructor(store: Store, terms: Terms) {
    this.store = store;
    this.terms = terms;
  }

  /** Reads whole entities: these USCCs and all that are connected with them. */
  open({ usccs = [], states = [], orders = [], payees = [], budgets = [] }: Scope): LedgerSession {
    const entities = [...usccs, ...orders.map(({ payeeUscc }) => payeeUscc)];
    const resting = this.#readConnected(entities, states);
    const held = payees.flatMap((uscc) => this.store.payees.get(uscc) ?? []);
    const drawn = orders.flatMap(({ budget }) => (budget === '' ? [] : [budget]));
    const ids = new Set([
      ...budgets,
      ...drawn,
      ...(entities.length + states.length > 0 ? this.#budgetsOfThisYear() : []),
    ]);
    this.#dailyRead = this.store.daily.get('orders');
    const daily = new DailyStraight(shanghaiDay(this.terms.now), this.#dailyRead ?? null);
    this.session = openLedgerSession(this.#read.values(), held, this.#readBudgets(ids), resting, daily);
    this.#payees = new Map(this.session.payees);
    return this.session;
  }

  putRun(run: Run, lines: readonly RunLine[] = []): void {
    const { runs } = this.store;
    this.#put('runs', run.id, runs.get(run.id), () => runs.set(run.id, { ...run, version: run.version + 1 }));
    this.#lines.push(...lines);
  }

  putOrder(order: Order): void {
    const { orders } = this.store;
    this.#put('orders', order.id, orders.get(order.id), () => orders.set(order.id, order));
  }

  putRecovery(recovery: Recovery): void {
    const { recoveries } = this.store;
    const before = recovery.version === 0 ? undefined : recoveries.get(recovery.id);
    this.#put('recoveries', recovery.id, before, () =>
      recoveries.set(recovery.id, { ...recovery, version: recovery.version + 1 }),
    );
  }

  /** Whether it changed anything; known once it is committed. */
  get hasWritten(): boolean {
    return this.#writes.length > 0;
  }

  /** Everything, or nothing and false. Call it once. */
  commit(): boolean {
    this.#writeLedgerSession();
    const isAlone = this.#writes.every(({ kind, id, before }) => this.store[kind].get(id) === before);
    if (!isAlone) return false;
    for (const { put } of this.#writes) put();
    for (const line of this.#lines) this.store.putLine(line);
    for (const [uscc, entries] of this.session.entries) {
      const known = this.store.entries.get(uscc);
      if (known) known.push(...entries);
      else this.store.entries.set(uscc, [...entries]);
    }
    return true;
  }

  #writeLedgerSession(): void {
    noteActiveMembers(this.session);
    confirmStraight(this.session);
    const { ledgers, budgets, payees, orders } = this.store;
    for (const uscc of this.session.changed) {
      const ledger = defined(this.session.ledgers.get(uscc), 'what changed is in the session');
      const after = { ...ledger, version: ledger.version + 1 };
      this.#put('ledgers', uscc, this.#read.get(uscc), () => ledgers.set(uscc, after));
    }
    for (const budget of this.session.budgets.changed) {
      const after = { ...budget, version: budget.version + 1 };
      const before = this.#budgetsRead.get(budget.id);
      this.#put('budgets', budget.id, before, () => budgets.set(budget.id, after));
    }
    for (const [uscc, payee] of this.session.payees)
      if (payee !== this.#payees.get(uscc)) {
        const after = { ...payee, version: payee.version + 1 };
        this.#put('payees', uscc, this.#payees.get(uscc), () => payees.set(uscc, after));
      }
    const { after } = this.session.daily;
    if (after) this.#put('daily', 'orders', this.#dailyRead, () => this.store.daily.set('orders', after));
    for (const order of this.session.issued)
      this.#put('orders', order.id, undefined, () => orders.set(order.id, order));
  }

  #put(kind: Guarded, id: string, before: unknown, put: () => void): void {
    this.#writes.push({ kind, id, before, put });
  }

  #readConnected(usccs: readonly string[], states: readonly EntityState[]): Map<string, string> {
    const set = new WorkingSet(usccs, states);
    const read = (wanted: readonly string[]) => wanted.flatMap((uscc) => this.store.ledgers.get(uscc) ?? []);
    for (let wanted = set.first(); wanted.length > 0; wanted = set.next(read(wanted)));
    for (const ledger of set.ledgers) this.#read.set(ledger.uscc, ledger);
    return set.resting();
  }

  /** A decision that settles an entity may order from any programme. */
  #budgetsOfThisYear(): string[] {
    const { programmes, now } = this.terms;
    return programmes.flatMap(({ id, budgeted }) => (budgeted ? [budgetId(fiscalYearOf(now), id)] : []));
  }

  #readBudgets(ids: ReadonlySet<string>): Budgets {
    for (const id of ids) this.#budgetsRead.set(id, this.store.budgets.get(id));
    return new Budgets([...ids].map((id) => this.#budgetsRead.get(id) ?? unset(id)));
  }
}

function unset(id: string) {
  const [year = '', ...programme] = id.split(':');
  return newBudget(Number(year), programme.join(':'));
}
