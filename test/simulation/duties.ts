import { entityAccounts, recoverableOf } from '@duixian/disbursement/ledger/domain/entity-account';
import { openOf } from '@duixian/disbursement/ledger/domain/entry';
import type { Ledger, Payable } from '@duixian/disbursement/ledger/domain/ledger';
import { openLedgerSession } from '@duixian/disbursement/ledger/domain/ledger-session';
import { groupFor } from '@duixian/disbursement/ledger/domain/membership';
import { fiscalYearOf, isForOfficer } from '@duixian/disbursement/orders/domain/order';
import { isForRuns } from '@duixian/disbursement/orders/domain/settle';
import { hasAccount, proposalOf } from '@duixian/disbursement/payees/domain/payee';
import { programmeOf } from '@duixian/disbursement/programmes/domain/programme';
import { outstandingOf, type Recovery } from '@duixian/disbursement/recoveries/domain/recovery';
import type { Run } from '@duixian/disbursement/runs/domain/run';
import { isNameOf, shanghaiDay } from '@duixian/values';
import {
  account,
  budget,
  demands,
  draft,
  line,
  type Request,
  receives,
  releases,
  resolves,
  step,
  writesOff,
} from './officer-acts.ts';
import { accountIn, HEAD, JUDGE, PEOPLE } from './people.ts';
import type { World } from './world.ts';

export type OfficerRole = 'runs' | 'orders' | 'accounts' | 'recoveries';

const MUCH_FEN = 10n ** 12n;

/** What an officer in this role has to do next, until nothing is left; undefined: nothing now. */
export function dutyOf(world: World, role: OfficerRole): Request | undefined {
  return DUTIES[role](world);
}

/** Whether nothing is left that officers have to do. */
export function isAllDone(world: World): boolean {
  return (
    [...world.store.runs.values()].every(({ state }) => state === 'closed' || state === 'cancelled') &&
    roots(world).every((root) => isSettled(world, root)) &&
    [...world.store.orders.values()].every(
      (order) => !isForOfficer(order) && (order.state === 'paid' || order.release !== null),
    )
  );
}

const DUTIES: Record<OfficerRole, (world: World) => Request | undefined> = {
  runs: (world) => {
    const open = [...world.store.runs.values()].filter(
      ({ state }) => state !== 'closed' && state !== 'cancelled',
    );
    for (const run of open) {
      const request = run.job === null ? nextStep(world, run) : undefined;
      if (request) return request;
    }
    const programme = open.length === 0 ? programmeWithOpen(world) : undefined;
    return programme === undefined
      ? undefined
      : draft(`R${world.store.runs.size + 100}`, programme, {}, 'chen');
  },
  orders: ({ store, treasury }) => {
    for (const order of store.orders.values()) {
      const { id, contradiction, statuses } = order;
      const other = [...PEOPLE, HEAD].find((one) => statuses.every(({ by }) => by !== one));
      if (!other) continue;
      if (contradiction !== '') return resolves(id, treasury.outcomeOf(id), other);
      if (isForOfficer(order)) return releases(id, other);
    }
    return undefined;
  },
  accounts: (world) => budgetToRaise(world) ?? accountToConfirm(world),
  recoveries: (world) => {
    const { store } = world;
    for (const recovery of store.recoveries.values()) {
      if (recovery.state !== 'demanded') continue;
      const owedFen = outstanding(world, recovery);
      if (owedFen === 0n) continue;
      const wrongly = world.random.below(5);
      const cashier = isDemander(recovery, 'dai') ? 'bo' : 'dai';
      if (wrongly === 0) return receives(recovery.id, owedFen + 1n, 'bank-0', cashier);
      if (wrongly === 1) return writesOff(recovery.id, 'bo');
      if (world.random.isTrue(0.3)) return writesOff(recovery.id, HEAD);
      const fen = owedFen > 1n && world.random.isTrue(0.5) ? owedFen / 2n : owedFen;
      return receives(recovery.id, fen, `${recovery.id} ${recovery.notes.length}`, cashier);
    }
    const isAnyShort = [...store.ledgers.values()].some(({ payables }) => payables.some(isShort));
    const short = isAnyShort && roots(world).find((root) => isFree(root) && recoverable(world, root) > 0n);
    return short ? demands(short.uscc, 'bo') : undefined;
  },
};

function isDemander({ notes }: Recovery, person: string): boolean {
  return notes.some(({ event, by }) => event === 'demand' && by === person);
}

function outstanding(world: World, recovery: Recovery): bigint {
  const books = openLedgerSession(world.store.ledgers.values());
  return outstandingOf(recovery, groupFor(books, recovery.entity));
}

function nextStep(world: World, run: Run): Request | undefined {
  const now = new Date(world.now);
  const isLate = run.fiscalYear !== fiscalYearOf(now);
  if (run.state === 'draft') return step(run.id, run.sums.draftFen > 0n ? 'publish' : 'cancel', 'chen');
  if (run.state === 'issued') return isPaid(world, run) ? step(run.id, 'close', 'chen') : undefined;
  if (isLate) return step(run.id, 'cancel', 'chen');
  if (run.state === 'approved') return step(run.id, 'issue', 'chen');
  const undecided = world.store.linesOf(run.id).find(({ objections }) => objections.at(-1)?.outcome === null);
  if (undecided) return line(run.id, undecided.entity, 'uphold', JUDGE);
  if (run.sums.lines === run.sums.linesOut) return step(run.id, 'cancel', 'chen');
  const isPublic = run.publicity && run.publicity.workingDays > 0 && shanghaiDay(now) <= run.publicity.until;
  return isPublic ? undefined : step(run.id, 'approve', HEAD);
}

function isPaid({ store }: World, { id }: Run): boolean {
  return [...store.orders.values()].every(
    ({ run, state, release }) => run !== id || state === 'paid' || release !== null,
  );
}

/** A programme for which something waits for a run. */
export function programmeWithOpen(world: World): string | undefined {
  const terms = world.terms();
  for (const root of roots(world)) {
    if (!isFree(root)) continue;
    const ledgers = world.store.groupOf(root.uscc);
    const accounts = entityAccounts(ledgers);
    for (const one of accounts)
      if (openOf(one) > 0n && isForRuns({ ledgers, accounts }, one, terms))
        return programmeOf(terms.programmes, one.group)?.id;
  }
  return undefined;
}

function budgetToRaise({ store, programmes, now }: World): Request | undefined {
  const thisYear = fiscalYearOf(new Date(now));
  for (const { id, budgeted } of programmes)
    if (budgeted && (store.budgets.get(`${thisYear}:${id}`)?.appropriatedFen ?? 0n) < MUCH_FEN)
      return budget(thisYear, id, MUCH_FEN);
  const low = [...store.budgets.values()].find(({ appropriatedFen }) => appropriatedFen < MUCH_FEN);
  return low && budget(low.fiscalYear, low.programme, MUCH_FEN);
}

function accountToConfirm(world: World): Request | undefined {
  for (const { uscc, name, payee } of roots(world)) {
    const known = world.store.payees.get(uscc);
    const waiting = known && proposalOf(known, known.waiting);
    const isRight = (accountName: string) => isNameOf(accountName, name);
    const isOfOthers = [...world.store.payees.values()].some(
      (one) => one.uscc !== uscc && waiting && hasAccount(one, waiting.accountNo),
    );
    if (waiting && isOfOthers) return account(uscc, { reject: waiting.number }, other(waiting.by));
    if (waiting && isRight(waiting.accountName))
      return account(uscc, { confirm: waiting.number }, other(waiting.by));
    if (name !== '' && (!payee || !isRight(payee.accountName)))
      return account(uscc, { propose: accountIn(uscc, name, '3') }, 'ann');
  }
  return undefined;
}

function other(person: string): string {
  return person === 'ann' ? 'bo' : 'ann';
}

function roots({ store }: World): Ledger[] {
  return [...store.ledgers.values()].filter(({ uscc, entity }) => uscc === entity);
}

function isShort({ shortSince }: Payable): boolean {
  return shortSince !== null;
}

function isFree({ holds }: Ledger): boolean {
  return holds.length === 0;
}

function recoverable({ store }: World, { uscc }: Ledger): bigint {
  return entityAccounts(store.groupOf(uscc)).reduce((sum, one) => sum + recoverableOf(one), 0n);
}

/** Nothing is open, and nothing has to be recovered; while the entity is held, nothing can be done. */
function isSettled({ store }: World, root: Ledger): boolean {
  return !isFree(root) || entityAccounts(store.groupOf(root.uscc)).every((one) => openOf(one) === 0n);
}
