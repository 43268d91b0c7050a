import { compareCodePoints, type Fen, isExact, minFen } from '@duixian/values';
import { type AccountBalances, addBalances, emptyBalances, openOf } from './entry.ts';
import type { Ledger } from './ledger.ts';

/** An account of an entity (year, cap group): the sum over the ledgers that count for it. */
export interface EntityAccount extends AccountBalances {
  beyondExact: boolean;
  standsSince: Date;
  /** Some of it would have passed the cap of a day. */
  isBeyondDay: boolean;
}

/** Oldest first: recoveries are netted and orders are made in this order. */
export function entityAccounts(ledgers: readonly Ledger[]): EntityAccount[] {
  const accounts = new Map<string, EntityAccount>();
  for (const payable of ledgers.flatMap((ledger) => ledger.payables)) {
    const { year, group } = payable;
    const key = `${year}/${group}`;
    const account = accounts.get(key) ?? {
      ...emptyBalances(year, group),
      beyondExact: false,
      isBeyondDay: false,
      standsSince: payable.standsSince,
    };
    accounts.set(key, account);
    addBalances(account, payable);
    account.beyondExact ||= payable.beyondExact;
    account.isBeyondDay ||= payable.isBeyondDay;
    if (payable.standsSince > account.standsSince) account.standsSince = payable.standsSince;
  }
  for (const account of accounts.values()) account.beyondExact ||= !isExact(openOf(account));
  return [...accounts.values()].sort((a, b) => a.year - b.year || compareCodePoints(a.group, b.group));
}

/**
 * How much of a negative open amount can be recovered now: at most what the payee really has from this
 * account, that is, what was paid and what settled other accounts for it, less what was given back or written
 * off. Recovery waits for an order in flight (追回), and what a payment run has reserved is not paid: it is
 * lowered with the run.
 */
export function recoverableOf(account: EntityAccount): Fen {
  const shortFen = -openOf(account) - account.reservedFen;
  if (shortFen <= 0n || account.beyondExact) return 0n;
  const heldFen = account.paidFen + account.nettedOutFen - account.receivedFen - account.writtenOffFen;
  return heldFen > 0n ? minFen(shortFen, heldFen) : 0n;
}
