import type { Fen } from '@duixian/values';
import { availableOf } from '../budget.ts';
import { entityAccounts } from '../entity-account.ts';
import { type AccountBooks, openOf, project } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import { type Order, sumOf } from '../order.ts';
import type { Run } from './run.ts';
import type { RunHistory } from './run-history.ts';

/** What is wrong with a history, in words; empty where everything agrees. For tests and the simulation. */
export function faultsOf(history: RunHistory): string[] {
  return [
    ...[...history.ledgers.values()].flatMap((ledger) => faultsOfLedger(history, ledger)),
    ...faultsOfEntities(history),
    ...faultsOfBudget(history),
    ...[...history.runs.values()].flatMap(faultsOfApproval),
  ];
}

/** With every run cancelled, issued or closed nothing is reserved or committed. */
export function faultsWhenQuiet(history: RunHistory): string[] {
  const payables = [...history.ledgers.values()].flatMap((ledger) => ledger.payables);
  return [
    ...differs(
      'reserved with no run under way',
      sum(payables, ({ reservedFen }) => reservedFen),
      0n,
    ),
    ...differs('committed with no run under way', history.budget?.committedFen ?? 0n, 0n),
  ];
}

/** Sums follow from the entries, and hold exactly the orders and the lines of runs. */
function faultsOfLedger(history: RunHistory, { uscc, payables }: Ledger): string[] {
  const projected = project(history.entries.get(uscc) ?? []);
  const own = [...history.orders.values()].filter(({ payeeUscc }) => payeeUscc === uscc);
  const paid = own.filter(({ state }) => state === 'paid');
  const underWay = own.filter(({ state, release }) => state !== 'paid' && release === null);
  return [
    ...projected.flatMap((account) => faultsOfAccount(uscc, account, payables)),
    ...differs(
      `${uscc} paid`,
      sum(payables, ({ paidFen }) => paidFen),
      sum(paid, amountOf),
    ),
    ...differs(
      `${uscc} under way`,
      sum(payables, (one) => one.underWayFen),
      sum(underWay, amountOf),
    ),
    ...differs(
      `${uscc} reserved`,
      sum(payables, (one) => one.reservedFen),
      reservedBy(history, uscc),
    ),
  ];
}

function faultsOfAccount(uscc: string, account: AccountBooks, payables: readonly AccountBooks[]): string[] {
  const kept = payables.find(({ year, group }) => year === account.year && group === account.group);
  const sums = Object.keys(account) as (keyof AccountBooks)[];
  return sums
    .filter((name) => kept?.[name] !== account[name])
    .map((name) => `${uscc} ${name} is not that of its entries`);
}

/** Lines that are published and not yet ordered hold exactly what the books have reserved. */
function reservedBy(history: RunHistory, uscc: string): Fen {
  return sum([...history.runs.values()], (run) => {
    const line = history.lineOf(run, uscc);
    if (!line || line.out || line.order !== '') return 0n;
    const isFrozen = run.job?.event === 'publish' ? uscc <= run.job.cursor : isHolding(run);
    return isFrozen ? sumOf(line.amounts) : 0n;
  });
}

/** Σ entitled = Σ ordered − Σ received − Σ written off + Σ reserved + Σ open, and nettings cancel out. */
function faultsOfEntities(history: RunHistory): string[] {
  const all = [...history.ledgers.values()];
  const faults = [...new Set(all.map(({ entity }) => entity))].flatMap((entity) => {
    const accounts = entityAccounts(history.groupOf(entity));
    const wholeFen = sum(
      accounts,
      (one) =>
        one.underWayFen + one.paidFen - one.receivedFen - one.writtenOffFen + one.reservedFen + openOf(one),
    );
    return differs(
      `${entity} entitled`,
      sum(accounts, ({ entitledFen }) => entitledFen),
      wholeFen,
    );
  });
  const nettedFen = sum(
    all.flatMap(({ payables }) => payables),
    ({ nettedOutFen }) => nettedOutFen,
  );
  return [...faults, ...differs('netted out over all', nettedFen, 0n)];
}

function faultsOfBudget(history: RunHistory): string[] {
  const { budget } = history;
  if (!budget) return [];
  const alive = [...history.orders.values()].filter(
    ({ state, release }) => state === 'paid' || release === null,
  );
  const held = history.lines.filter(({ run: id, out, order }) => {
    const run = history.runs.get(id);
    return out === null && order === '' && run && (run.job?.event === 'publish' || isHolding(run));
  });
  return [
    ...differs('budget ordered', budget.orderedFen, sum(alive, amountOf)),
    ...differs(
      'budget committed',
      budget.committedFen,
      sum(held, ({ amounts }) => sumOf(amounts)),
    ),
    ...(availableOf(budget) < 0n ? ['the budget is overdrawn'] : []),
  ];
}

/** Whoever approved had no hand in what was approved. */
function faultsOfApproval({ id, approvedBy, notes, confirmers }: Run): string[] {
  const hands = notes.filter(({ event }) => ['draft', 'publish', 'object', 'decide'].includes(event));
  const isOwn = hands.some(({ by }) => by === approvedBy) || confirmers.includes(approvedBy);
  return approvedBy !== '' && isOwn ? [`${id} was approved by ${approvedBy}, who had a hand in it`] : [];
}

function isHolding({ state }: Run): boolean {
  return state === 'published' || state === 'approved';
}

function amountOf({ amountFen }: Order): Fen {
  return amountFen;
}

function sum<Item>(items: readonly Item[], fenOf: (item: Item) => Fen): Fen {
  return items.reduce((total, item) => total + fenOf(item), 0n);
}

function differs(what: string, foundFen: Fen, rightFen: Fen): string[] {
  return foundFen === rightFen ? [] : [`${what}: ${foundFen} fen, and ${rightFen} would be right`];
}
