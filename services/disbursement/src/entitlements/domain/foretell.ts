import type { Fen } from '@duixian/values';
import { availableOf } from '../../budgets/domain/budget.ts';
import { type EntityAccount, entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import { type LedgerSession, ledgerOf } from '../../ledger/domain/ledger-session.ts';
import { connectedWith, groupOf } from '../../ledger/domain/membership.ts';
import { fiscalYearOf, type Terms } from '../../orders/domain/order.ts';
import { holdsOfGroup, type WaitingReason, waitingReasons } from '../../orders/domain/settle.ts';
import { programmeOf } from '../../programmes/domain/programme.ts';
import { applyEntitlements, type EntityState } from './apply-entitlements.ts';

export interface ForetoldAccount {
  readonly entity: string;
  readonly year: number;
  readonly group: string;
  readonly orderedFen: Fen;
  /** What stays open; negative: to be recovered. */
  readonly waitingFen: Fen;
  /**
   * What is ordered at once, and what is ordered as soon as its waiting reasons end: no person looks at it
   * again.
   */
  readonly unattendedFen: Fen;
  readonly reasons: readonly string[];
}

export interface ShortBudget {
  readonly fiscalYear: number;
  readonly programme: string;
  readonly lacksFen: Fen;
}

/**
 * What a programme would pay of the request, and what it has before: for a caller that asks about many in
 * parts.
 */
export interface ProgrammeDemand {
  readonly fiscalYear: number;
  readonly programme: string;
  readonly orderedFen: Fen;
  readonly lackingFen: Fen;
  /** Undefined: it has no budget. */
  readonly availableFen: Fen | undefined;
  /** Undefined: it has no cap of a day. */
  readonly dayLeftFen: Fen | undefined;
}

/**
 * What would be ordered if awards published this: decided on a ledger session that is not saved, by the same
 * code that decides on the real message. `terms` settle at once, because an amount that only has to settle
 * first is ordered later without another person.
 */
export function foretell(
  session: LedgerSession,
  states: readonly EntityState[],
  terms: Terms,
): {
  readonly accounts: ForetoldAccount[];
  readonly shortBudgets: ShortBudget[];
  readonly demands: ProgrammeDemand[];
} {
  applyEntitlements(session, states, terms);
  const accounts = new Map<string, ForetoldAccount>();
  const ordered = new Map<string, Fen>();
  for (const { entity, lines } of session.issued)
    for (const { year, group, fen } of lines) {
      const id = keyOf(entity, year, group);
      const orderedFen = (accounts.get(id)?.orderedFen ?? 0n) + fen;
      accounts.set(id, {
        entity,
        year,
        group,
        orderedFen,
        waitingFen: 0n,
        unattendedFen: orderedFen,
        reasons: [],
      });
      const programme = programmeOf(terms.programmes, group)?.id ?? '';
      ordered.set(programme, (ordered.get(programme) ?? 0n) + fen);
    }
  const lacking = new Map<string, Fen>();
  for (const { entity, account, reasons } of waitingOf(session, states, terms)) {
    const { year, group } = account;
    const id = keyOf(entity, year, group);
    const orderedFen = accounts.get(id)?.orderedFen ?? 0n;
    const waitingFen = openOf(account);
    const unattendedFen = orderedFen + (waitingFen > 0n && !waitsForPersons(reasons) ? waitingFen : 0n);
    accounts.set(id, { entity, year, group, orderedFen, waitingFen, unattendedFen, reasons });
    const programme = programmeOf(terms.programmes, group)?.id ?? '';
    if (reasons.includes('no-budget'))
      lacking.set(programme, (lacking.get(programme) ?? 0n) + openOf(account));
  }
  const fiscalYear = fiscalYearOf(terms.now);
  const shortBudgets = [...lacking].map(([programme, fen]) => ({
    ...{ fiscalYear, programme },
    lacksFen: fen - availableOf(session.budgets.of(fiscalYear, programme)),
  }));
  const sorted = [...accounts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { accounts: sorted, shortBudgets, demands: demandsOf(session, terms, { ordered, lacking }) };
}

/** It waits for a payment run, or for another action of two persons about this amount. */
function waitsForPersons(reasons: readonly string[]): boolean {
  return reasons.some((reason) => WAITS_FOR_PERSONS.has(reason));
}

const WAITS_FOR_PERSONS: ReadonlySet<string> = new Set<WaitingReason>([
  ...(['beyond-exact', 'waits-for-run', 'above-straight-through', 'beyond-day'] as const),
]);

type ByProgramme = ReadonlyMap<string, Fen>;

function demandsOf(
  session: LedgerSession,
  terms: Terms,
  { ordered, lacking }: { readonly ordered: ByProgramme; readonly lacking: ByProgramme },
): ProgrammeDemand[] {
  const fiscalYear = fiscalYearOf(terms.now);
  const asked = terms.programmes.filter(({ id }) => ordered.has(id) || lacking.has(id));
  return asked.map((programme) => {
    const { id, budgeted } = programme;
    const orderedFen = ordered.get(id) ?? 0n;
    const left = session.daily.leftFor(programme);
    return {
      ...{ fiscalYear, programme: id, orderedFen, lackingFen: lacking.get(id) ?? 0n },
      availableFen: budgeted ? availableOf(session.budgets.of(fiscalYear, id)) + orderedFen : undefined,
      dayLeftFen: left === null ? undefined : left + orderedFen,
    };
  });
}

/** Accounts in the states that are not settled afterwards, each with its reasons. */
function waitingOf(
  session: LedgerSession,
  states: readonly EntityState[],
  terms: Terms,
): { entity: string; account: EntityAccount; reasons: readonly string[] }[] {
  return states.flatMap((state) => {
    const { entity } = ledgerOf(session, state.entity);
    const whole = groupOf(session, connectedWith(session, state.entity), entity);
    const accounts = entityAccounts(whole.ledgers);
    const spokenOf = accounts.filter(({ year, group }) =>
      state.accounts.some((one) => one.year === year && one.group === group),
    );
    const holds = holdsOfGroup(whole);
    return spokenOf
      .filter((account) => openOf(account) !== 0n)
      .map((account) => {
        const waiting = waitingReasons({ ...whole, accounts }, account, terms, session.budgets);
        return { entity, account, reasons: [...holds, ...waiting] };
      });
  });
}

function keyOf(entity: string, year: number, group: string): string {
  return `${entity}/${year}/${group}`;
}
