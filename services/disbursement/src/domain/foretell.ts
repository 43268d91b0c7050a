import type { Fen } from '@duixian/values';
import { applyEntitlements, type EntityState } from './apply-entitlements.ts';
import { type Books, ledgerOf } from './books.ts';
import { availableOf } from './budget.ts';
import { type EntityAccount, entityAccounts } from './entity-account.ts';
import { openOf } from './entry.ts';
import { connectedWith, groupOf } from './membership.ts';
import { fiscalYearOf, type Terms } from './order.ts';
import { programmeOf } from './programme.ts';
import { holdsOfGroup, waitingReasons } from './settle.ts';

export interface ForetoldAccount {
  readonly entity: string;
  readonly year: number;
  readonly group: string;
  readonly orderedFen: Fen;
  /** What stays open; negative: to be given back. */
  readonly waitingFen: Fen;
  readonly reasons: readonly string[];
}

export interface ShortBudget {
  readonly fiscalYear: number;
  readonly programme: string;
  readonly lacksFen: Fen;
}

/**
 * What would be ordered if awards said this: decided on books that nobody writes, by what decides when it does say so. `terms`
 * settle at once, for what has to stand for a while is ordered afterwards without any further person.
 */
export function foretell(
  books: Books,
  states: readonly EntityState[],
  terms: Terms,
): { readonly accounts: ForetoldAccount[]; readonly shortBudgets: ShortBudget[] } {
  applyEntitlements(books, states, terms);
  const accounts = new Map<string, ForetoldAccount>();
  for (const { entity, lines } of books.issued)
    for (const { year, group, fen } of lines) {
      const id = keyOf(entity, year, group);
      const orderedFen = (accounts.get(id)?.orderedFen ?? 0n) + fen;
      accounts.set(id, { entity, year, group, orderedFen, waitingFen: 0n, reasons: [] });
    }
  const lacking = new Map<string, Fen>();
  for (const { entity, account, reasons } of waitingOf(books, states, terms)) {
    const { year, group } = account;
    const id = keyOf(entity, year, group);
    const orderedFen = accounts.get(id)?.orderedFen ?? 0n;
    accounts.set(id, { entity, year, group, orderedFen, waitingFen: openOf(account), reasons });
    const programme = programmeOf(terms.programmes, group)?.id ?? '';
    if (reasons.includes('no-budget'))
      lacking.set(programme, (lacking.get(programme) ?? 0n) + openOf(account));
  }
  const fiscalYear = fiscalYearOf(terms.now);
  const shortBudgets = [...lacking].map(([programme, fen]) => ({
    ...{ fiscalYear, programme },
    lacksFen: fen - availableOf(books.budgets.of(fiscalYear, programme)),
  }));
  return { accounts: [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one), shortBudgets };
}

/** Accounts that were spoken of and are not even afterwards, each with why. */
function waitingOf(
  books: Books,
  states: readonly EntityState[],
  terms: Terms,
): { entity: string; account: EntityAccount; reasons: readonly string[] }[] {
  return states.flatMap((state) => {
    const { entity } = ledgerOf(books, state.entity);
    const whole = groupOf(books, connectedWith(books, state.entity), entity);
    const accounts = entityAccounts(whole.ledgers);
    const spokenOf = accounts.filter(({ year, group }) =>
      state.accounts.some((one) => one.year === year && one.group === group),
    );
    const holds = holdsOfGroup(whole);
    return spokenOf
      .filter((account) => openOf(account) !== 0n)
      .map((account) => {
        const waiting = waitingReasons({ ...whole, accounts }, account, terms, books.budgets);
        return { entity, account, reasons: [...holds, ...waiting] };
      });
  });
}

function keyOf(entity: string, year: number, group: string): string {
  return `${entity}/${year}/${group}`;
}
