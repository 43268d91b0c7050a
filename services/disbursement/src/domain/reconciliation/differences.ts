import { isNameOf } from '@duixian/values';
import type { OrderState } from '../order.ts';
import type { StandingOrder } from './standing-order.ts';
import type { LineState, StatementLine } from './statement-line.ts';

/** A field on which the two sides, or the lines of one order among themselves, do not agree. */
export interface Difference {
  readonly field: 'amount' | 'payee' | 'account' | 'state' | 'voucher';
  /** Amounts in fen. Empty where the order is missing here, and for vouchers, which only the treasury has. */
  readonly here: string;
  readonly there: readonly string[];
}

/**
 * What the lines of one order say when taken together: `paid` and `returned` once each is a return. Null where they
 * contradict each other.
 */
export function stateOfLines(lines: readonly StatementLine[]): LineState | null {
  const states = distinct(lines.map(({ state }) => state));
  const [first] = states;
  if (states.length === 1) return first ?? null;
  return states.includes('rejected') ? null : 'returned';
}

/**
 * Our state of an order where the treasury says `there` of it. What it paid we may have heard a day later, and
 * what was paid that day may have been returned since: neither is a difference.
 */
export function stateHere(order: StandingOrder, there: LineState | null): OrderState {
  const { said, state } = order;
  if (said?.state === 'returned') return 'returned';
  if (there === 'paid' && (state === 'paid' || state === 'returned')) return 'paid';
  return there === state ? state : (said?.state ?? state);
}

/** Where there is no order, the lines are compared among themselves. */
export function differencesOf(order: StandingOrder | null, lines: readonly StatementLine[]): Difference[] {
  const state = stateOfLines(lines);
  const here = {
    amount: order ? String(order.amountFen) : '',
    payee: order?.payeeName ?? '',
    account: order?.payeeAccountNo ?? '',
    state: order ? stateHere(order, state) : '',
  };
  const isOther = {
    amount: (there: string) => there !== here.amount,
    payee: (there: string) => !isNameOf(there, here.payee),
    // An order without an account leaves it to the treasury.
    account: (there: string) => here.account !== '' && there !== here.account,
    state: () => state !== here.state,
  };
  const fields = ['amount', 'payee', 'account', 'state'] as const;
  const found = fields.flatMap((field): Difference[] => {
    const there = valuesOf(lines, field);
    const contradicts =
      field === 'state' ? state === null : there.some((one) => !isSame(field, one, there[0]));
    const isDifferent = contradicts || (order !== null && there.some(isOther[field]));
    return isDifferent ? [{ field, here: here[field], there }] : [];
  });
  // Everything else agrees.
  if (found.length === 0 && isTwice(lines))
    found.push({ field: 'voucher', here: '', there: valuesOf(lines, 'voucher') });
  return found;
}

/** Two vouchers for one thing: it was paid, or returned, twice. */
export function isTwice(lines: readonly StatementLine[]): boolean {
  const states = distinct(lines.map(({ state }) => state));
  return distinct(lines.map(({ state, voucherNo }) => `${state} ${voucherNo}`)).length > states.length;
}

function isSame(field: Difference['field'], one: string, other = ''): boolean {
  return field === 'payee' ? isNameOf(one, other) : one === other;
}

function valuesOf(lines: readonly StatementLine[], field: Difference['field']): string[] {
  return distinct(lines.map((line) => VALUES[field](line))).sort();
}

const VALUES: Record<Difference['field'], (line: StatementLine) => string> = {
  amount: ({ amountFen }) => String(amountFen),
  payee: ({ payeeName }) => payeeName,
  account: ({ payeeAccountNo }) => payeeAccountNo,
  state: ({ state }) => state,
  voucher: ({ voucherNo }) => voucherNo,
};

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
