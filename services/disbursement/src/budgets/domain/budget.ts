import { assert, defined, type Fen } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';

/**
 * 预算指标: what a programme may spend in a fiscal year. Like an account it changes only by balanced entries:
 *
 *     appropriated = committed + ordered + available
 *
 * `committed` is held by published payment runs, `ordered` by orders that are in flight or paid. What was
 * paid and returned is computed from the orders themselves. Available never falls below zero: a request
 * beyond it is refused with the shortfall.
 */
export interface Budget {
  /** "FISCAL-YEAR:PROGRAMME" */
  readonly id: string;
  readonly fiscalYear: number;
  readonly programme: string;
  /** How often it was written; 0: never. */
  readonly version: number;
  readonly appropriatedFen: Fen;
  readonly committedFen: Fen;
  readonly orderedFen: Fen;
  /** The papers that set it, in order; never changed. */
  readonly changes: readonly BudgetChange[];
}

export interface BudgetChange extends Authorization {
  /** From 1. */
  readonly number: number;
  /** The appropriation from then on. */
  readonly appropriatedFen: Fen;
}

/** By how much it would fall short of what is committed and ordered. */
export type AppropriationRefusal =
  | { readonly shortFen: Fen; readonly committedFen: Fen; readonly orderedFen: Fen }
  | { readonly refusal: 'nothing-to-withdraw' };

export type BudgetAccount = 'appropriated' | 'committed' | 'ordered' | 'available';

export interface BudgetEntry {
  readonly cause:
    | { readonly kind: 'appropriation'; readonly number: number }
    | { readonly kind: 'run'; readonly id: string }
    | { readonly kind: 'order'; readonly id: string }
    | { readonly kind: 'release'; readonly id: string };
  readonly lines: readonly { readonly book: BudgetAccount; readonly fen: Fen }[];
}

export function budgetId(fiscalYear: number, programme: string): string {
  return `${fiscalYear}:${programme}`;
}

export function newBudget(fiscalYear: number, programme: string): Budget {
  const id = budgetId(fiscalYear, programme);
  const none = { appropriatedFen: 0n, committedFen: 0n, orderedFen: 0n };
  return { id, fiscalYear, programme, version: 0, ...none, changes: [] };
}

export function availableOf({ appropriatedFen, committedFen, orderedFen }: Budget): Fen {
  return appropriatedFen - committedFen - orderedFen;
}

/** The budgets in scope of one decision, and what it did to them. */
export class Budgets {
  readonly #held: Map<string, Budget>;
  readonly entries = new Map<string, BudgetEntry[]>();

  constructor(budgets: Iterable<Budget> = []) {
    this.#held = new Map([...budgets].map((budget) => [budget.id, budget]));
  }

  of(fiscalYear: number, programme: string): Budget {
    return this.#held.get(budgetId(fiscalYear, programme)) ?? newBudget(fiscalYear, programme);
  }

  /** A budget that was read: an order draws on no other. */
  byId(id: string): Budget {
    return defined(this.#held.get(id), `budget ${id} is in scope`);
  }

  get changed(): Budget[] {
    return [...this.entries.keys()].flatMap((id) => this.#held.get(id) ?? []);
  }

  /**
   * Sets what may be spent. A change may withdraw all of it if nothing is committed or ordered; the first
   * paper of a budget must give something.
   */
  appropriate(
    budget: Budget,
    change: Omit<BudgetChange, 'number'>,
  ): { budget: Budget } | AppropriationRefusal {
    const { committedFen, orderedFen } = budget;
    const shortFen = committedFen + orderedFen - change.appropriatedFen;
    if (shortFen > 0n) return { shortFen, committedFen, orderedFen };
    if (change.appropriatedFen === 0n && budget.changes.length === 0)
      return { refusal: 'nothing-to-withdraw' };
    const number = budget.changes.length + 1;
    const fen = change.appropriatedFen - budget.appropriatedFen;
    const lines = [
      { book: 'appropriated', fen },
      { book: 'available', fen },
    ] as const;
    const changed = { ...budget, changes: [...budget.changes, { ...change, number }] };
    return { budget: this.#post(changed, { cause: { kind: 'appropriation', number }, lines }) };
  }

  /** Moves an amount between accounts of one budget. The caller has checked that there is enough. */
  move(
    budget: Budget,
    cause: BudgetEntry['cause'],
    from: BudgetAccount,
    to: BudgetAccount,
    fen: Fen,
  ): Budget {
    if (fen === 0n) return budget;
    const lines = [
      { book: from, fen: -fen },
      { book: to, fen },
    ];
    return this.#post(budget, { cause, lines });
  }

  #post(budget: Budget, entry: BudgetEntry): Budget {
    let balanceFen = 0n;
    const after = { ...budget };
    for (const { book, fen } of entry.lines) {
      balanceFen += book === 'appropriated' ? fen : -fen;
      if (book !== 'available') after[`${book}Fen`] += fen;
    }
    assert(balanceFen === 0n, `an entry of kind ${entry.cause.kind} does not balance`);
    const sums = [after.appropriatedFen, after.committedFen, after.orderedFen, availableOf(after)];
    assert(
      sums.every((fen) => fen >= 0n),
      `budget ${budget.id} would be overdrawn`,
    );
    this.#held.set(budget.id, after);
    this.entries.set(budget.id, [...(this.entries.get(budget.id) ?? []), entry]);
    return after;
  }
}
