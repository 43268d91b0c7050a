import { defined, isNameOf, yearOf } from '@duixian/values';
import { availableOf, budgetId } from '../../budgets/domain/budget.ts';
import { payableOf } from '../../ledger/domain/ledger.ts';
import { journalEntries, type LedgerSession, post } from '../../ledger/domain/ledger-session.ts';
import { endToEndIdOf } from '../../orders/domain/end-to-end-id.ts';
import type { AccountAmount, Order, Terms } from '../../orders/domain/order.ts';
import { placeOrder } from '../../orders/domain/place-order.ts';
import { purposeOf } from '../../orders/domain/purpose.ts';
import { type Programme, programmeOf } from '../../programmes/domain/programme.ts';
import { stateOfLines } from './differences.ts';
import type { ReconciledItem } from './reconcile.ts';
import type { StatementLine } from './statement-line.ts';

export type ImportRefusal =
  /** Its lines do not agree among themselves. */
  | 'contradictory'
  /** Not of the form in which orders are numbered here. */
  | 'foreign-id'
  /** Nothing was received about such an account yet, so nothing is known to be due there. */
  | 'unknown-account'
  | 'payee-differs'
  /** The budget, perhaps as old as the database, does not have what the treasury paid. */
  | 'no-budget'
  | 'run-is-drafted'
  | 'run-is-busy'
  /** Its run, as it is stored here, reserved less for it. */
  | 'run-differs';

/**
 * The day of the statement, and who reconciled it: that person does not release what it reports as sent back.
 */
export type ReconciledBy = { readonly day: string; readonly by: string };

const ID = /^([0-9A-Z]+)-(\d{4})-(.+)-([1-9]\d{0,8})$/;

/** The id of an order that was paid straight through, numbered within its account. */
export function isStraightThroughId(orderId: string): boolean {
  return ID.test(orderId);
}

/**
 * Imports an unmatched external order: the treasury has it and it is missing here, because the database is
 * older than what was published. Its id names the account it pays (USCC, year, group) and its number there,
 * and later numbers go on above it. What only the lost order contained (bank, remark) stays lost; the payee,
 * the amount and the day are in the statement.
 */
export function importOrder(
  session: LedgerSession,
  { orderId, lines, differences }: ReconciledItem,
  reconciled: ReconciledBy,
  terms: Terms,
): ImportRefusal | null {
  const state = stateOfLines(lines);
  if (state === null || differences.length > 0) return 'contradictory';
  const [, uscc = '', yearText, group = '', numberText] = ID.exec(orderId) ?? [];
  if (uscc === '') return 'foreign-id';
  const year = Number(yearText);
  const ledger = session.ledgers.get(uscc);
  const isKnown = ledger?.payables.some((payable) => payable.year === year && payable.group === group);
  if (!ledger || !isKnown) return 'unknown-account';
  const line = defined(lines[0], 'an order that is missing here has a line');
  if (!isNameOf(line.payeeName, ledger.name)) return 'payee-differs';
  const programme = programmeOf(terms.programmes, group);
  if (!programme) return 'unknown-account';
  const amounts = [{ year, group, fen: line.amountFen }];
  const about = { uscc, year, group, state, programme, run: '', fiscalYear: yearOf(reconciled.day), amounts };
  const order = imported(line, about, lines, reconciled, terms);
  if (order.budget !== '' && availableOf(session.budgets.byId(order.budget)) < order.amountFen)
    return 'no-budget';
  const payable = payableOf(ledger, year, group);
  payable.orderCount = Math.max(payable.orderCount, Number(numberText));
  placeOrder(session, ledger, order, 'open');
  if (state === 'paid') {
    const cause = { kind: 'status', id: orderId, status: state } as const;
    post(session, ledger, cause, journalEntries(order.lines, 'underWay', 'paid'));
  }
  return null;
}

/** The order as far as a statement describes it. */
export function imported(
  line: StatementLine,
  about: Pick<Order, 'year' | 'group' | 'state' | 'run' | 'fiscalYear'> & {
    readonly uscc: string;
    readonly programme: Programme;
    readonly amounts: readonly AccountAmount[];
  },
  lines: readonly StatementLine[],
  reconciled: ReconciledBy,
  terms: Terms,
): Order {
  const { uscc, year, group, state, programme, run, fiscalYear, amounts } = about;
  const { day, by } = reconciled;
  const vouchers = lines.map(({ voucherNo }) => voucherNo).filter((voucherNo) => voucherNo !== '');
  // Only the day is known.
  const at = new Date(`${day}T12:00:00+08:00`);
  const states = (['paid', 'returned', 'rejected'] as const).filter((one) =>
    lines.some((other) => other.state === one),
  );
  return {
    id: line.orderId,
    fiscalYear,
    programme: programme.name,
    functionalCode: programme.functionalCode,
    payeeUscc: uscc,
    payeeName: line.payeeName,
    payeeAccountNo: line.payeeAccountNo,
    payeeBankName: '',
    payeeBankCode: '',
    entity: uscc,
    year,
    group,
    amountFen: line.amountFen,
    lines: amounts,
    purpose: purposeOf(amounts, terms.groupNames),
    remark: ['按国库对账单补记', ...vouchers].join(' '),
    trackingId: line.orderId,
    endToEndId: endToEndIdOf(line.orderId),
    replaces: '',
    run,
    programmeId: programme.id,
    budget: programme.budgeted ? budgetId(fiscalYear, programme.id) : '',
    state,
    issuedAt: at,
    updatedAt: terms.now,
    treasuryReason: '',
    statuses: states.map((status) => ({ status, reason: `statement of ${day}`, by, at })),
    contradiction: '',
    release: null,
    returns: [],
  };
}
