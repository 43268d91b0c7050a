import { defined } from '@duixian/values';
import { applyEntitlements, type EntityState } from './apply-entitlements.ts';
import { type Books, openBooks } from './books.ts';
import { type Budget, Budgets, newBudget } from './budget.ts';
import type { Entry } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { fiscalYearOf, type Order, type Terms } from './order.ts';
import type { StatusEffect, TreasuryStatus } from './order-status.ts';
import { changePayee, type PayeeAct } from './payees/change-payee.ts';
import type { Payee, PayeeOutcome } from './payees/payee.ts';
import { DEFAULT_PROGRAMME } from './programme.ts';
import { recordStatus, settleChanged } from './record-status.ts';
import { type ReleaseRefusal, releaseOrder } from './release-order.ts';

/** One decision after the other from an empty start, for tests that tell or search whole histories. */
export class LedgerHistory {
  ledgers = new Map<string, Ledger>();
  readonly payees = new Map<string, Payee>();
  readonly orders = new Map<string, Order>();
  readonly entries = new Map<string, Entry[]>();
  readonly budgets = new Map<string, Budget>();
  terms: Terms = {
    programmes: [DEFAULT_PROGRAMME],
    settleForMs: 0,
    needsPayee: false,
    now: new Date('2019-06-01T00:00:00Z'),
  };

  /** Books one message, or a batch; answers the orders that it made. */
  hear(...states: EntityState[]): Order[] {
    return this.decide((books) => applyEntitlements(books, states, this.terms));
  }

  status(id: string, status: TreasuryStatus, reason = ''): StatusEffect {
    let effect: StatusEffect = 'none';
    this.decide((books) => {
      const recorded = recordStatus(books, this.order(id), { status, reason }, this.terms.now);
      this.orders.set(id, recorded.order);
      effect = recorded.effect;
      settleChanged(books, this.terms);
    });
    return effect;
  }

  release(id: string): ReleaseRefusal | Order[] {
    let refusal: ReleaseRefusal | undefined;
    const issued = this.decide((books) => {
      const released = releaseOrder(books, this.order(id), 'officer', 'account corrected', this.terms);
      if ('refusal' in released) refusal = released.refusal;
      else this.orders.set(id, released.order);
    });
    return refusal ?? issued;
  }

  payee(uscc: string, what: PayeeAct, by: string): PayeeOutcome {
    const act = { by, because: 'letter', at: this.terms.now };
    let outcome: PayeeOutcome = { refusal: 'nothing-proposed' };
    this.decide((books) => {
      outcome = changePayee(books, uscc, what, act, this.terms);
    });
    return outcome;
  }

  order(id: string): Order {
    return defined(this.orders.get(id), `no order ${id}`);
  }

  /** The ledgers that count for an entity. */
  groupOf(entity: string): Ledger[] {
    return [...this.ledgers.values()].filter((ledger) => ledger.entity === entity);
  }

  decide(decide: (books: Books) => unknown): Order[] {
    const books = openBooks(this.ledgers.values(), this.payees.values(), this.#budgetsInScope());
    decide(books);
    for (const budget of books.budgets.changed)
      this.budgets.set(budget.id, { ...budget, version: budget.version + 1 });
    for (const payee of books.payees.values()) this.payees.set(payee.uscc, payee);
    for (const uscc of books.changed) {
      const ledger = defined(books.ledgers.get(uscc), 'what changed is in the books');
      this.ledgers.set(uscc, { ...ledger, version: ledger.version + 1 });
    }
    for (const [uscc, entries] of books.entries) {
      this.entries.set(uscc, [...(this.entries.get(uscc) ?? []), ...entries]);
    }
    for (const order of books.issued) this.orders.set(order.id, order);
    return books.issued;
  }

  /** Of every programme, set or not. */
  #budgetsInScope(): Budgets {
    const fiscalYear = fiscalYearOf(this.terms.now);
    const fresh = this.terms.programmes.map(({ id }) => newBudget(fiscalYear, id));
    return new Budgets([...fresh, ...this.budgets.values()]);
  }
}

/** One account of a state as awards tells it. */
export function entitled(
  entity: string,
  year: number,
  group: string,
  fen: bigint,
  version: bigint,
  more: Partial<EntityState> = {},
): EntityState {
  const account = { year, group, version, entitledFen: fen, beyondExact: false };
  return {
    entity,
    name: `${entity} 公司`,
    entityVersion: 0n,
    holds: [],
    members: [],
    accounts: [account],
    ...more,
  };
}
