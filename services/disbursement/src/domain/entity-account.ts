import { compareCodePoints, type Fen, minFen } from '@duixian/values';
import { type AccountBooks, addLine, emptyBooks, openOf } from './entry.ts';
import type { Ledger } from './ledger.ts';

/** An account of an entity (year, cap group): the sum over the ledgers that count for it. */
export interface EntityAccount extends AccountBooks {
  beyondExact: boolean;
  standsSince: Date;
}

/** Oldest first: in this order recoveries are netted and orders made. */
export function entityAccounts(ledgers: readonly Ledger[]): EntityAccount[] {
  const accounts = new Map<string, EntityAccount>();
  for (const payable of ledgers.flatMap((ledger) => ledger.payables)) {
    const { year, group } = payable;
    const key = `${year}/${group}`;
    const account = accounts.get(key) ?? {
      ...emptyBooks(year, group),
      beyondExact: false,
      standsSince: payable.standsSince,
    };
    accounts.set(key, account);
    addLine(account, { year, group, book: 'entitled', fen: payable.entitledFen });
    addLine(account, { year, group, book: 'underWay', fen: payable.underWayFen });
    addLine(account, { year, group, book: 'paid', fen: payable.paidFen });
    addLine(account, { year, group, book: 'nettedOut', fen: payable.nettedOutFen });
    account.beyondExact ||= payable.beyondExact;
    if (payable.standsSince > account.standsSince) account.standsSince = payable.standsSince;
  }
  return [...accounts.values()].sort((a, b) => a.year - b.year || compareCodePoints(a.group, b.group));
}

/**
 * What of a negative open amount can be netted now: at most what the payee really has from this account, that is, what
 * was paid and what settled other accounts for it, less what was recovered. An order under way is waited for (追回).
 */
export function recoverableOf(account: EntityAccount): Fen {
  const openFen = openOf(account);
  if (openFen >= 0n || account.beyondExact) return 0n;
  const receivedFen = account.paidFen + account.nettedOutFen;
  return receivedFen > 0n ? minFen(-openFen, receivedFen) : 0n;
}
