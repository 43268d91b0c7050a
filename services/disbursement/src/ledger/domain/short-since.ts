import type { EntityAccount } from './entity-account.ts';
import { openOf } from './entry.ts';
import type { Ledger } from './ledger.ts';
import { type LedgerSession, markChanged } from './ledger-session.ts';

/**
 * Records since when each account of an entity has been overpaid, whatever the cause: a fact, or a payment
 * that became known. Once the account is settled, the time starts again. Every USCC of the entity carries the
 * date, so that it survives a change of parent.
 */
export function noteShortAccounts(
  session: LedgerSession,
  ledgers: readonly Ledger[],
  accounts: readonly EntityAccount[],
  now: Date,
): void {
  for (const account of accounts) {
    const isShort = openOf(account) + account.reservedFen < 0n;
    const own = ledgers.flatMap((ledger) => {
      const payable = ledger.payables.find(
        ({ year, group }) => year === account.year && group === account.group,
      );
      return payable ? [{ ledger, payable }] : [];
    });
    const dates = own.flatMap(({ payable }) => payable.shortSince?.getTime() ?? []);
    const since = isShort ? new Date(Math.min(...dates, now.getTime())) : null;
    for (const { ledger, payable } of own) {
      if (payable.shortSince?.getTime() === since?.getTime()) continue;
      payable.shortSince = since;
      markChanged(session, ledger);
    }
  }
}
