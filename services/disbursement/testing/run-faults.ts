import type { Fen } from '@duixian/values';
import { availableOf, type Budget, budgetId } from '../src/budgets/domain/budget.ts';
import { entityAccounts } from '../src/ledger/domain/entity-account.ts';
import { type AccountBalances, openOf, project } from '../src/ledger/domain/entry.ts';
import type { Ledger } from '../src/ledger/domain/ledger.ts';
import { sumOf } from '../src/orders/domain/order.ts';
import { holdingsOf } from '../src/orders/domain/order-holdings.ts';
import { releasedFenOf } from '../src/orders/domain/returned-parts.ts';
import type { Payee, PayeeNote } from '../src/payees/domain/payee.ts';
import type { Recovery } from '../src/recoveries/domain/recovery.ts';
import type { Run } from '../src/runs/domain/run.ts';
import type { Store } from './in-memory/store.ts';

/** What is wrong with a history; empty if everything agrees. For tests and the simulation. */
export function faultsOf(store: Store): string[] {
  return [
    ...[...store.ledgers.values()].flatMap((ledger) => faultsOfLedger(store, ledger)),
    ...faultsOfEntities(store),
    ...[...store.budgets.values()].flatMap((budget) => faultsOfBudget(store, budget)),
    ...[...store.runs.values()].flatMap(faultsOfApproval),
    ...[...store.payees.values()].flatMap(faultsOfConfirmation),
    ...[...store.recoveries.values()].flatMap((recovery) => faultsOfDemand(store, recovery)),
    ...faultsOfReferences(store),
  ];
}

/** When every run is cancelled, issued or closed, nothing is reserved or committed. */
export function faultsWhenQuiet(store: Store): string[] {
  const payables = [...store.ledgers.values()].flatMap((ledger) => ledger.payables);
  return [
    ...differs(
      'reserved with no run under way',
      sum(payables, ({ reservedFen }) => reservedFen),
      0n,
    ),
    ...differs(
      'committed with no run under way',
      sum([...store.budgets.values()], ({ committedFen }) => committedFen),
      0n,
    ),
  ];
}

/** The sums follow from the entries, and hold exactly the orders and the lines of runs. */
function faultsOfLedger(store: Store, { uscc, payables }: Ledger): string[] {
  const projected = project(store.entries.get(uscc) ?? []);
  const own = [...store.orders.values()].filter(({ payeeUscc }) => payeeUscc === uscc);
  const heldIn = (book: 'paid' | 'underWay') => sum(own, (order) => sumOf(holdingsOf(order)[book]));
  return [
    ...projected.flatMap((account) => faultsOfAccount(uscc, account, payables)),
    ...differs(
      `${uscc} paid`,
      sum(payables, ({ paidFen }) => paidFen),
      heldIn('paid'),
    ),
    ...differs(
      `${uscc} under way`,
      sum(payables, (one) => one.underWayFen),
      heldIn('underWay'),
    ),
    ...differs(
      `${uscc} reserved`,
      sum(payables, (one) => one.reservedFen),
      reservedBy(store, uscc),
    ),
  ];
}

function faultsOfAccount(
  uscc: string,
  account: AccountBalances,
  payables: readonly AccountBalances[],
): string[] {
  const kept = payables.find(({ year, group }) => year === account.year && group === account.group);
  const sums = Object.keys(account) as (keyof AccountBalances)[];
  return sums
    .filter((name) => kept?.[name] !== account[name])
    .map((name) => `${uscc} ${name} is not that of its entries`);
}

/** Lines that are published and not yet ordered hold exactly what the ledger has reserved. */
function reservedBy(store: Store, uscc: string): Fen {
  return sum([...store.runs.values()], (run) => {
    const line = store.lineOf(run, uscc);
    if (!line || line.out || line.order !== '') return 0n;
    const isFrozen = run.job?.event === 'publish' ? uscc <= run.job.cursor : isHolding(run);
    return isFrozen ? sumOf(line.amounts) : 0n;
  });
}

/** Σ entitled = Σ ordered − Σ received − Σ written off + Σ reserved + Σ open, and nettings cancel out. */
function faultsOfEntities(store: Store): string[] {
  const all = [...store.ledgers.values()];
  const faults = [...new Set(all.map(({ entity }) => entity))].flatMap((entity) => {
    const accounts = entityAccounts(store.groupOf(entity));
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

function faultsOfBudget(store: Store, budget: Budget): string[] {
  const own = [...store.orders.values()].filter((order) => order.budget === budget.id);
  const held = store.lines.filter(({ run: id, out, order }) => {
    const run = store.runs.get(id);
    if (!run || out !== null || order !== '') return false;
    return budgetId(run.fiscalYear, run.programme) === budget.id && isCommitted(run);
  });
  return [
    ...differs(
      `${budget.id} ordered`,
      budget.orderedFen,
      sum(own, (order) => order.amountFen - releasedFenOf(order)),
    ),
    ...differs(
      `${budget.id} committed`,
      budget.committedFen,
      sum(held, ({ amounts }) => sumOf(amounts)),
    ),
    ...(availableOf(budget) < 0n ? [`${budget.id} is overdrawn`] : []),
  ];
}

/** The person who approved had no part in what was approved. */
function faultsOfApproval({ id, approvedBy, notes, confirmers }: Run): string[] {
  const hands = notes.filter(({ event }) => ['draft', 'publish', 'object', 'decide'].includes(event));
  const isOwn = hands.some(({ by }) => by === approvedBy) || confirmers.includes(approvedBy);
  const isJudge = ({ event, by }: Run['notes'][number], at: number) =>
    event === 'decide' && notes.slice(0, at).some((note) => note.by === by && note.event !== 'decide');
  return [
    ...(approvedBy !== '' && isOwn ? [`${id} was approved by ${approvedBy}, who had a hand in it`] : []),
    ...(notes.some(isJudge) ? [`an objection to ${id} was decided by somebody who had a hand in it`] : []),
  ];
}

/** The person who confirmed an account did not propose it. */
function faultsOfConfirmation({ uscc, proposals, notes }: Payee): string[] {
  const isOwn = ({ event, number, by }: PayeeNote) =>
    event === 'confirm' && proposals.some((proposal) => proposal.number === number && proposal.by === by);
  return notes.filter(isOwn).map(({ by }) => `${by} confirmed an account of ${uscc} that ${by} proposed`);
}

const ENDS_BY_PERSON = new Set(['receive-part', 'receive-rest', 'write-off']);

/**
 * The person who wrote a demand off, or booked what came back, did not make it, and there is one demand at a
 * time.
 */
function faultsOfDemand(store: Store, { id, entity, state, notes }: Recovery): string[] {
  const makers = notes.filter(({ event }) => event === 'demand').map(({ by }) => by);
  const isOwn = notes.some(({ event, by }) => ENDS_BY_PERSON.has(event) && makers.includes(by));
  const isSecond = [...store.recoveries.values()].some(
    (other) => other.entity === entity && other.id < id && other.state === 'demanded' && state === 'demanded',
  );
  return [
    ...(isOwn ? [`${id} was settled or written off by whoever made it`] : []),
    ...(isSecond ? [`${id} is not the only demand that stands against ${entity}`] : []),
  ];
}

/** What came back under one reference is one transfer: booked at one instant, once on each of its demands. */
function faultsOfReferences(store: Store): string[] {
  const bookedAt = new Map<string, number>();
  const faults: string[] = [];
  for (const { id: recovery, notes } of store.recoveries.values()) {
    const own = new Set<string>();
    for (const { id, at } of notes.filter((note) => note.id !== '')) {
      const known = bookedAt.get(id) ?? at.getTime();
      if (own.has(id) || known !== at.getTime()) faults.push(`${id} counts twice, for ${recovery} too`);
      own.add(id);
      bookedAt.set(id, known);
    }
  }
  return faults;
}

/** The whole draft, from the moment at which its publication begins. */
function isCommitted(run: Run): boolean {
  return run.job?.event === 'publish' || isHolding(run);
}

function isHolding({ state }: Run): boolean {
  return state === 'published' || state === 'approved';
}

function sum<Item>(items: readonly Item[], fenOf: (item: Item) => Fen): Fen {
  return items.reduce((total, item) => total + fenOf(item), 0n);
}

function differs(what: string, foundFen: Fen, rightFen: Fen): string[] {
  return foundFen === rightFen ? [] : [`${what}: ${foundFen} fen, and ${rightFen} would be right`];
}
