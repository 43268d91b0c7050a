import { type Fen, isNameOf } from '@duixian/values';
import type { OrderState } from '../../orders/domain/order.ts';
import type { StandingOrder } from './standing-order.ts';
import type { LineState, StatementLine } from './statement-line.ts';

/** A field on which the two sides, or the lines of one order among themselves, do not agree. */
export interface Difference {
  /** `returned`: the parts that came back. */
  readonly field: 'amount' | 'payee' | 'account' | 'state' | 'returned' | 'voucher';
  /** Amounts in fen. Empty if the order is missing here, and for vouchers, which only the treasury has. */
  readonly here: string;
  readonly there: readonly string[];
}

/**
 * What the lines of one order mean together: `paid` and all of it returned is a return; if only a part came
 * back, it is paid. Null if they contradict each other. `amountFen`: of the order, if it is known here.
 */
export function stateOfLines(lines: readonly StatementLine[], amountFen?: Fen): LineState | null {
  const states = distinct(lines.map(({ state }) => state));
  const [first] = states;
  if (states.length > 1 && states.includes('rejected')) return null;
  if (!states.includes('returned')) return first ?? null;
  const wholeFen = amountFen ?? lines.find(({ state }) => state === 'paid')?.amountFen;
  return wholeFen !== undefined && returnedExternal(lines) < wholeFen ? 'paid' : 'returned';
}

export function returnedExternal(lines: readonly StatementLine[]): Fen {
  return lines.reduce((sum, { state, amountFen }) => (state === 'returned' ? sum + amountFen : sum), 0n);
}

/**
 * What we recorded as returned: on that day, or with those lines, which may have been reported to us a day
 * later.
 */
export function returnedInternal(order: StandingOrder, lines: readonly StatementLine[]): Fen {
  const { here } = comparedReturns(order, lines);
  return here.reduce((sum, fen) => sum + fen, 0n);
}

/**
 * Our state of an order when the treasury's is `there`. A payment may have been reported to us a day later,
 * and what was paid that day may have been returned since: neither is a difference.
 */
export function stateInternal(order: StandingOrder, there: LineState | null): OrderState {
  const { reported, state } = order;
  if (reported?.state === 'returned') return 'returned';
  if (there === 'paid' && (state === 'paid' || state === 'returned')) return 'paid';
  return there === state ? state : (reported?.state ?? state);
}

/** If there is no order, the lines are compared among themselves. */
export function differencesOf(order: StandingOrder | null, lines: readonly StatementLine[]): Difference[] {
  const state = stateOfLines(lines, order?.amountFen);
  const here = {
    amount: order ? String(order.amountFen) : '',
    payee: order?.payeeName ?? '',
    account: order?.payeeAccountNo ?? '',
    state: order ? stateInternal(order, state) : '',
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
  if (order && !found.some(({ field }) => field === 'state'))
    found.push(...differenceOfReturns(order, lines));
  // Checked only if everything else agrees.
  if (found.length === 0 && isTwice(lines, order?.amountFen))
    found.push({ field: 'voucher', here: '', there: valuesOf(lines, 'voucher') });
  return found;
}

/** Two vouchers for one payment: it was paid twice, or more of it came back than was paid. */
export function isTwice(lines: readonly StatementLine[], amountFen?: Fen): boolean {
  const others = lines.filter(({ state }) => state !== 'returned');
  const states = distinct(others.map(({ state }) => state));
  if (distinct(others.map(({ state, voucherNo }) => `${state} ${voucherNo}`)).length > states.length)
    return true;
  const back = lines.filter(({ state }) => state === 'returned');
  const wholeFen = amountFen ?? others[0]?.amountFen ?? back[0]?.amountFen ?? 0n;
  return back.length > 1 && returnedExternal(back) > wholeFen;
}

function differenceOfReturns(order: StandingOrder, lines: readonly StatementLine[]): Difference[] {
  const { here, there, isSame } = comparedReturns(order, lines);
  return isSame ? [] : [{ field: 'returned', here: here.map(String).join(' + '), there: there.map(String) }];
}

/**
 * The parts that came back that day on both sides. A part that the treasury names counts here whenever it was
 * reported; if the sums agree, it does not matter in how many parts they came.
 */
function comparedReturns(
  order: StandingOrder,
  lines: readonly StatementLine[],
): { here: readonly Fen[]; there: readonly Fen[]; isSame: boolean } {
  const there = lines.flatMap(({ state, amountFen }) => (state === 'returned' ? [amountFen] : []));
  const ofDay = order.returns.filter(({ isOfDay }) => isOfDay).map(({ fen }) => fen);
  if (sumOf(ofDay) === sumOf(there)) return { here: ofDay, there, isSame: true };
  const allFen = sumOf(order.returns.map(({ fen }) => fen));
  // All of it came back, but was reported in other parts, or on another day.
  if (ofDay.length === 0 && sumOf(there) === allFen) return { here: there, there, isSame: true };
  const left = order.returns.map((part) => ({ ...part, isNamed: false }));
  let isSame = true;
  for (const fen of there) {
    const own =
      left.find((part) => !part.isNamed && part.isOfDay && part.fen === fen) ??
      left.find((part) => !part.isNamed && part.fen === fen);
    if (own) own.isNamed = true;
    else isSame = false;
  }
  const here = left.filter((part) => part.isNamed || part.isOfDay);
  return { here: here.map(({ fen }) => fen), there, isSame: isSame && here.every(({ isNamed }) => isNamed) };
}

function isSame(field: Difference['field'], one: string, other = ''): boolean {
  return field === 'payee' ? isNameOf(one, other) : one === other;
}

/** The amount of a return is that of a part, and is compared with the parts. */
function valuesOf(
  lines: readonly StatementLine[],
  field: Exclude<Difference['field'], 'returned'>,
): string[] {
  const counted = field === 'amount' ? lines.filter(({ state }) => state !== 'returned') : lines;
  return distinct(counted.map((line) => VALUES[field](line))).sort();
}

const VALUES: Record<Exclude<Difference['field'], 'returned'>, (line: StatementLine) => string> = {
  amount: ({ amountFen }) => String(amountFen),
  payee: ({ payeeName }) => payeeName,
  account: ({ payeeAccountNo }) => payeeAccountNo,
  state: ({ state }) => state,
  voucher: ({ voucherNo }) => voucherNo,
};

function sumOf(amounts: readonly Fen[]): Fen {
  return amounts.reduce((sum, fen) => sum + fen, 0n);
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
