import type { Fen } from '@duixian/values';
import { fiscalYearOf, type Order, type Terms } from '../../orders/domain/order.ts';
import { type Programme, programmeOf } from '../../programmes/domain/programme.ts';
import type { EntityAccount } from './entity-account.ts';
import { openOf } from './entry.ts';
import type { Ledger, StraightSum } from './ledger.ts';
import type { LedgerSession } from './ledger-session.ts';

export function isStraightKnown({
  straightThrough,
  version,
}: Pick<Ledger, 'straightThrough' | 'version'>): boolean {
  return straightThrough?.asOf === version;
}

/** Adds an order that went straight through, or (`fen` negative) an amount that left what is ordered. */
export function noteStraight(ledger: Ledger, order: Order, fen: Fen): void {
  const { run, fiscalYear, programmeId } = order;
  if (run !== '' || fen === 0n || ledger.straightThrough === null) return;
  if (programmeId === undefined) {
    // From before orders named their programme: it is added up when the ledger is read again.
    ledger.straightThrough = null;
    return;
  }
  const { asOf, sums } = ledger.straightThrough;
  const isOwn = (sum: StraightSum) => sum.fiscalYear === fiscalYear && sum.programme === programmeId;
  const known = sums.find(isOwn)?.fen ?? 0n;
  // No limit measures years that are long past.
  const others = sums.filter((sum) => !isOwn(sum) && sum.fiscalYear >= fiscalYear - 1);
  ledger.straightThrough = {
    asOf,
    sums: [...others, { fiscalYear, programme: programmeId, fen: known + fen }],
  };
}

/** For all ledgers that are about to be written, as they will be written under the next version. */
export function confirmStraight(session: LedgerSession): void {
  for (const uscc of session.changed) {
    const ledger = session.ledgers.get(uscc);
    if (ledger?.straightThrough)
      ledger.straightThrough = { ...ledger.straightThrough, asOf: ledger.version + 1 };
  }
}

/**
 * Whether the open amount of an account waits for a payment run, because its entity would get more straight
 * through in this fiscal year than its programme allows: measured with all that was paid straight through
 * already and all that is open or reserved by a payment run in any of the programme's accounts, so that
 * splitting by order, year, group, branch or payment run changes nothing.
 *
 * Example: up to 100 yuan. 80 went through; 15 of 2018 and 10 of 2019 are open: neither goes, because 105
 * would.
 */
export function isAboveLimit(
  ledgers: readonly Ledger[],
  accounts: readonly EntityAccount[],
  account: EntityAccount,
  { programmes, now }: Terms,
): boolean {
  const programme = programmeOf(programmes, account.group);
  if (!programme || programme.straightThroughUpToFen === null) return false;
  if (ledgers.some(isUnknown)) return true;
  const outstandingFen = outstandingOf(accounts, programme, programmes);
  return throughOf(ledgers, programme, fiscalYearOf(now)) + outstandingFen > programme.straightThroughUpToFen;
}

/** What is not known is not nothing: it is added up when the ledger is read again, and until then the amount waits. */
function isUnknown({ straightThrough, payables }: Ledger): boolean {
  return straightThrough === null && payables.some(({ orderCount }) => orderCount > 0);
}

/** What an entity got straight through from a programme in a fiscal year. */
export function throughOf(ledgers: readonly Ledger[], { id }: Programme, fiscalYear: number): Fen {
  let fen = 0n;
  for (const { straightThrough } of ledgers)
    for (const sum of straightThrough?.sums ?? [])
      if (sum.programme === id && sum.fiscalYear === fiscalYear) fen += sum.fen;
  return fen;
}

function outstandingOf(
  accounts: readonly EntityAccount[],
  { id }: Programme,
  programmes: readonly Programme[],
): Fen {
  return accounts.reduce((sum, account) => {
    if (programmeOf(programmes, account.group)?.id !== id) return sum;
    const openFen = openOf(account);
    return sum + account.reservedFen + (openFen > 0n ? openFen : 0n);
  }, 0n);
}
