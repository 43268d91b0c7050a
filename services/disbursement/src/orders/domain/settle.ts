import { type Fen, isNameOf, minFen } from '@duixian/values';
import { availableOf, type Budgets } from '../../budgets/domain/budget.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import { type Hold, type Ledger, payableOf } from '../../ledger/domain/ledger.ts';
import { journalEntry, type LedgerSession, markChanged, post } from '../../ledger/domain/ledger-session.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import { noteShortAccounts } from '../../ledger/domain/short-since.ts';
import { isAboveLimit } from '../../ledger/domain/straight-through.ts';
import { type Programme, programmeOf } from '../../programmes/domain/programme.ts';
import { fiscalYearOf, newOrder, type Terms } from './order.ts';
import { placeOrder } from './place-order.ts';
import { takeReplaced } from './replaced.ts';

/** An amount that only lacks budget is checked again after this long: an appropriation may have come. */
const ASK_BUDGET_AGAIN_MS = 10_000;

/**
 * Settles an entity. First, recoverable amounts are netted against open amounts, oldest account first; then
 * each open amount of a straight-through programme (直达) becomes one order. While the entity is held, neither
 * happens.
 *
 * Example: 100 yuan of 2018 were paid and are no longer due; 150 of 2019 become due: 100 are netted and 50
 * ordered.
 *
 * The root's ledger is always written: two processes that decide for one entity must collide on its version.
 */
export function settle(session: LedgerSession, group: Group, terms: Terms): void {
  const { root, ledgers } = group;
  markChanged(session, root);
  // A ledger that was its own entity until now may have waited for something; from here on the root waits for
  // all.
  for (const ledger of ledgers) {
    if (ledger.dueAt === null) continue;
    ledger.dueAt = null;
    markChanged(session, ledger);
  }
  const accounts = entityAccounts(ledgers);
  forgetDays(session, ledgers, accounts);
  if (holdsOfGroup(group).length === 0) settleAccounts(session, group, accounts, terms);
  noteShortAccounts(session, ledgers, accounts, terms.now);
}

function settleAccounts(
  session: LedgerSession,
  group: Group,
  accounts: readonly EntityAccount[],
  terms: Terms,
): void {
  const { root, ledgers } = group;
  root.dueAt = firstDueAt(accounts, terms);
  netRecoveries(session, root, accounts, terms);
  for (const account of accounts) {
    if (openOf(account) <= 0n) continue;
    const reasons = waitingReasons({ root, ledgers, accounts }, account, terms, session.budgets);
    const programme = programmeOf(terms.programmes, account.group);
    if (reasons.length === 0 && programme) orderOrHold(session, group, account, programme, terms);
    else if (reasons.includes('no-budget')) root.dueAt ??= inAWhile(terms);
  }
}

type HoldReason = Hold | 'contested';
export type WaitingReason =
  | 'beyond-exact'
  | 'no-payee-name'
  | 'no-payee'
  | 'payee-name-differs'
  | 'waits-for-run'
  /** In this fiscal year the entity would get more without a payment run than the programme allows. */
  | 'above-straight-through'
  /**
   * On the day when it became due, more would have been paid without a run than the programme allows per day.
   */
  | 'beyond-day'
  | 'settling'
  /** The appropriation of its programme does not have that much left. */
  | 'no-budget'
  | 'ordering-suspended';

/** An entity with all its accounts, each of which is a sum over its ledgers. */
interface WholeEntity {
  readonly root: Ledger;
  readonly ledgers: readonly Ledger[];
  readonly accounts: readonly EntityAccount[];
}

/** What holds the whole entity. */
export function holdsOfGroup({ root, isContested }: Group): HoldReason[] {
  return isContested ? [...root.holds, 'contested'] : [...root.holds];
}

/** Why an open amount of this account is not ordered straight through. */
export function waitingReasons(
  { root, ledgers, accounts }: WholeEntity,
  account: EntityAccount,
  terms: Terms,
  budgets: Budgets,
): WaitingReason[] {
  const reasons: WaitingReason[] = payeeReasons(root, account, terms);
  if (openOf(account) <= 0n) return reasons;
  if (waitsForRun(account, terms)) reasons.push('waits-for-run');
  else if (account.isBeyondDay) reasons.push('beyond-day');
  else if (isAboveLimit(ledgers, accounts, account, terms)) reasons.push('above-straight-through');
  else if (lacksBudget(account, terms, budgets)) reasons.push('no-budget');
  if (isSettling(account, terms)) reasons.push('settling');
  if (terms.isSuspended) reasons.push('ordering-suspended');
  return reasons;
}

/**
 * Why nothing of this account can be ordered at all; if something is open or reserved, also what is wrong
 * with the payee.
 */
export function payeeReasons(root: Ledger, account: EntityAccount, terms: Terms): WaitingReason[] {
  const reasons: WaitingReason[] = [];
  if (account.beyondExact) reasons.push('beyond-exact');
  if (openOf(account) <= 0n && account.reservedFen === 0n) return reasons;
  if (root.name === '') reasons.push('no-payee-name');
  if (root.payee === null && terms.needsPayee) reasons.push('no-payee');
  if (root.payee !== null && !isNameOf(root.payee.accountName, root.name)) reasons.push('payee-name-differs');
  return reasons;
}

/** Whether a payment run may take it: it takes what is not paid straight through. */
export function isForRuns(
  { ledgers, accounts }: Pick<WholeEntity, 'ledgers' | 'accounts'>,
  account: EntityAccount,
  terms: Terms,
): boolean {
  return (
    waitsForRun(account, terms) || account.isBeyondDay || isAboveLimit(ledgers, accounts, account, terms)
  );
}

export function netRecoveries(
  session: LedgerSession,
  root: Ledger,
  accounts: readonly EntityAccount[],
  terms: Terms,
): void {
  for (const debtor of accounts) {
    for (const creditor of accounts) {
      if (openOf(creditor) <= 0n || creditor.beyondExact || isSettling(creditor, terms)) continue;
      const fen = minFen(recoverableOf(debtor), openOf(creditor));
      if (fen > 0n) net(session, root, debtor, creditor, fen);
    }
  }
}

function net(
  session: LedgerSession,
  root: Ledger,
  debtor: EntityAccount,
  creditor: EntityAccount,
  fen: Fen,
): void {
  post(session, root, { kind: 'netting' }, [
    ...journalEntry(debtor, 'nettedOut', 'open', fen),
    ...journalEntry(creditor, 'open', 'nettedOut', fen),
  ]);
  debtor.nettedOutFen -= fen;
  creditor.nettedOutFen += fen;
}

/** An amount that would pass the cap of the day waits for a person from now on, also on the next days. */
function orderOrHold(
  session: LedgerSession,
  group: Group,
  account: EntityAccount,
  programme: Programme,
  terms: Terms,
): void {
  const fen = openOf(account);
  if (session.daily.hasRoomFor(programme, fen)) {
    session.daily.take(programme, fen);
    order(session, group, account, programme, terms);
  } else payableOf(group.root, account.year, account.group).isBeyondDay = true;
}

/** A person took the amount, or it is no longer due. */
function forgetDays(
  session: LedgerSession,
  ledgers: readonly Ledger[],
  accounts: readonly EntityAccount[],
): void {
  for (const account of accounts) {
    if (!account.isBeyondDay || openOf(account) + account.reservedFen > 0n) continue;
    account.isBeyondDay = false;
    for (const ledger of ledgers)
      for (const payable of ledger.payables)
        if (payable.isBeyondDay && payable.year === account.year && payable.group === account.group) {
          payable.isBeyondDay = false;
          markChanged(session, ledger);
        }
  }
}

function order(
  session: LedgerSession,
  owner: Group,
  account: EntityAccount,
  programme: Programme,
  terms: Terms,
): void {
  const { root } = owner;
  const { uscc, name, payee } = root;
  const { year, group } = account;
  const fen = openOf(account);
  const payable = payableOf(root, year, group);
  payable.orderCount++;
  const request = {
    id: `${uscc}-${year}-${group}-${payable.orderCount}`,
    fiscalYear: fiscalYearOf(terms.now),
    ...{ uscc, name, payee, lines: [{ year, group, fen }] },
    remark: `免申即享，第${payable.orderCount}笔`,
    run: '',
    replaces: takeReplaced(session, owner, [account]),
  };
  placeOrder(session, root, newOrder(request, programme, terms), 'open');
  account.underWayFen += fen;
}

function lacksBudget(account: EntityAccount, { programmes, now }: Terms, budgets: Budgets): boolean {
  const programme = programmeOf(programmes, account.group);
  if (!programme?.budgeted) return false;
  return availableOf(budgets.of(fiscalYearOf(now), programme.id)) < openOf(account);
}

function waitsForRun(account: EntityAccount, { programmes }: Terms): boolean {
  return programmeOf(programmes, account.group)?.mode !== 'straight-through';
}

/**
 * A rise dated further in the future than the settling time was written by a wrong clock: it keeps nothing
 * waiting.
 */
function isSettling({ standsSince }: EntityAccount, { now, settleForMs }: Terms): boolean {
  return Math.abs(now.getTime() - standsSince.getTime()) < settleForMs;
}

function firstDueAt(accounts: readonly EntityAccount[], terms: Terms): Date | null {
  const times = accounts
    .filter((account) => openOf(account) > 0n && (terms.isSuspended || isSettling(account, terms)))
    .map((account) => account.standsSince.getTime() + terms.settleForMs);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function inAWhile({ now }: Terms): Date {
  return new Date(now.getTime() + ASK_BUDGET_AGAIN_MS);
}
