import { type Fen, minFen } from '@duixian/values';
import { type Books, markChanged, movement, post } from './books.ts';
import { type EntityAccount, entityAccounts, recoverableOf } from './entity-account.ts';
import { openOf } from './entry.ts';
import { type Hold, type Ledger, payableOf } from './ledger.ts';
import type { Group } from './membership.ts';
import { issueOrder, type Terms } from './order.ts';
import { isNameOf } from './payees/account-name.ts';

/**
 * Straight-through settlement (直达) of an entity. First what can be recovered is netted against what is open, oldest
 * account first; then each open amount becomes one order. While a hold stands on the entity neither happens.
 *
 * Example: 100 yuan of 2018 were paid and are no longer due; 150 of 2019 become due: 100 are netted and 50 ordered.
 *
 * The root's ledger is always written: its version is what two processes that decide for one entity would collide on.
 */
export function settle(books: Books, group: Group, terms: Terms): void {
  const { root, ledgers } = group;
  markChanged(books, root);
  root.dueAt = null;
  if (holdsOfGroup(group).length > 0) return;
  const accounts = entityAccounts(ledgers);
  root.dueAt = firstDueAt(accounts, terms);
  netRecoveries(books, root, accounts, terms);
  for (const account of accounts) {
    const isWaiting = waitingReasons(root, account, terms).length > 0;
    if (openOf(account) > 0n && !isWaiting) order(books, root, account, terms);
  }
}

type HoldReason = Hold | 'contested';
type WaitingReason =
  | 'beyond-exact'
  | 'no-payee-name'
  | 'no-payee'
  | 'payee-name-differs'
  | 'above-straight-through'
  | 'settling'
  | 'ordering-suspended';

/** What stands in the way of the whole entity. */
export function holdsOfGroup({ root, isContested }: Group): HoldReason[] {
  return isContested ? [...root.holds, 'contested'] : [...root.holds];
}

/** Why an open amount of this account is not ordered. */
export function waitingReasons(root: Ledger, account: EntityAccount, terms: Terms): WaitingReason[] {
  const reasons: WaitingReason[] = [];
  if (account.beyondExact) reasons.push('beyond-exact');
  if (openOf(account) <= 0n) return reasons;
  if (root.name === '') reasons.push('no-payee-name');
  if (root.payee === null && terms.needsPayee) reasons.push('no-payee');
  if (root.payee !== null && !isNameOf(root.payee.accountName, root.name)) reasons.push('payee-name-differs');
  const limitFen = terms.straightThroughUpToFen;
  if (limitFen !== null && openOf(account) > limitFen) reasons.push('above-straight-through');
  if (isSettling(account, terms)) reasons.push('settling');
  if (terms.isSuspended) reasons.push('ordering-suspended');
  return reasons;
}

function netRecoveries(books: Books, root: Ledger, accounts: readonly EntityAccount[], terms: Terms): void {
  for (const debtor of accounts) {
    for (const creditor of accounts) {
      if (openOf(creditor) <= 0n || creditor.beyondExact || isSettling(creditor, terms)) continue;
      const fen = minFen(recoverableOf(debtor), openOf(creditor));
      if (fen > 0n) net(books, root, debtor, creditor, fen);
    }
  }
}

function net(books: Books, root: Ledger, debtor: EntityAccount, creditor: EntityAccount, fen: Fen): void {
  post(books, root, { kind: 'netting' }, [
    ...movement(debtor, 'nettedOut', 'open', fen),
    ...movement(creditor, 'open', 'nettedOut', fen),
  ]);
  debtor.nettedOutFen -= fen;
  creditor.nettedOutFen += fen;
}

function order(books: Books, root: Ledger, account: EntityAccount, terms: Terms): void {
  const { year, group } = account;
  const amountFen = openOf(account);
  const payable = payableOf(root, year, group);
  payable.orderCount++;
  const issued = issueOrder(
    { uscc: root.uscc, name: root.name, year, group, number: payable.orderCount, amountFen },
    root.payee,
    terms,
  );
  post(books, root, { kind: 'order', id: issued.id }, movement(account, 'open', 'underWay', amountFen));
  account.underWayFen += amountFen;
  books.issued.push(issued);
}

function isSettling(account: EntityAccount, terms: Terms): boolean {
  return account.standsSince.getTime() + terms.settleForMs > terms.now.getTime();
}

function firstDueAt(accounts: readonly EntityAccount[], terms: Terms): Date | null {
  const times = accounts
    .filter((account) => openOf(account) > 0n && (terms.isSuspended || isSettling(account, terms)))
    .map((account) => account.standsSince.getTime() + terms.settleForMs);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
