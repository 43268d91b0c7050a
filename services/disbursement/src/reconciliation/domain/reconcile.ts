import { assert, compareCodePoints, defined, type Fen } from '@duixian/values';
import {
  type Difference,
  differencesOf,
  isTwice,
  returnedExternal,
  returnedInternal,
  stateInternal,
  stateOfLines,
} from './differences.ts';
import type { StandingOrder } from './standing-order.ts';
import type { StatementLine } from './statement-line.ts';

export type ReconciledClass =
  | 'matched'
  /** Unmatched external: the treasury has it, we do not. */
  | 'missing-here'
  /**
   * Unmatched internal: we recorded it as paid or returned on that day, and the statement does not have it.
   */
  | 'missing-there'
  | 'different';

/** An order, with all that the statement has under its id. */
export interface ReconciledItem {
  readonly orderId: string;
  readonly class: ReconciledClass;
  readonly differences: readonly Difference[];
  /** Each once. */
  readonly lines: readonly StatementLine[];
  /** Identical lines beyond the first. */
  readonly repeatedLines: number;
  readonly order: StandingOrder | null;
}

/** One side, by the state of the orders on it. */
export interface SideSums {
  readonly orders: number;
  readonly paidFen: Fen;
  readonly returnedFen: Fen;
  readonly rejectedFen: Fen;
}

export interface Reconciled {
  /** In the order of their ids. */
  readonly items: readonly ReconciledItem[];
  readonly counts: Readonly<Record<ReconciledClass, number>>;
  readonly repeatedLines: number;
  readonly here: SideSums;
  readonly there: SideSums;
}

/**
 * 对账: compares the treasury's statement of a day with the orders concerned, that is, those it names and those
 * that we recorded as paid or returned on that day. Every order and every line is in exactly one class,
 * whatever the order and the repetition of the lines.
 *
 * Example: we recorded A and B as paid; the statement has A, and C twice. A is matched, B missing there, C
 * missing here with one line repeated.
 */
export function reconcile(lines: readonly StatementLine[], orders: readonly StandingOrder[]): Reconciled {
  const linesOf = groupedByOrder(lines);
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  assert(orderOf.size === orders.length, 'an order is given once');
  for (const { id, reported } of orders)
    assert(reported !== null || linesOf.has(id), `order ${id} is concerned by this day`);
  const ids = [...new Set([...linesOf.keys(), ...orderOf.keys()])].sort(compareCodePoints);
  const items = ids.map((id) => itemOf(id, linesOf.get(id) ?? [], orderOf.get(id) ?? null));
  const count = (one: ReconciledClass) => items.filter((item) => item.class === one).length;
  return {
    items,
    counts: {
      matched: count('matched'),
      'missing-here': count('missing-here'),
      'missing-there': count('missing-there'),
      different: count('different'),
    },
    repeatedLines: items.reduce((sum, { repeatedLines }) => sum + repeatedLines, 0),
    here: sumsInternal(items),
    there: sumsExternal(items),
  };
}

function groupedByOrder(lines: readonly StatementLine[]): Map<string, StatementLine[]> {
  const groups = new Map<string, StatementLine[]>();
  for (const line of lines) {
    const group = groups.get(line.orderId);
    if (group) group.push(line);
    else groups.set(line.orderId, [line]);
  }
  return groups;
}

function itemOf(
  orderId: string,
  given: readonly StatementLine[],
  order: StandingOrder | null,
): ReconciledItem {
  const byContent = new Map(given.map((line) => [contentOf(line), line]));
  const lines = [...byContent].sort(([a], [b]) => compareCodePoints(a, b)).map(([, line]) => line);
  const repeatedLines = given.length - lines.length;
  const differences = lines.length === 0 ? [] : differencesOf(order, lines);
  return { orderId, class: classOf(lines, order, differences), differences, lines, repeatedLines, order };
}

function classOf(
  lines: readonly StatementLine[],
  order: StandingOrder | null,
  differences: readonly Difference[],
): ReconciledClass {
  if (order === null) return 'missing-here';
  if (lines.length === 0) return 'missing-there';
  return differences.length === 0 ? 'matched' : 'different';
}

function contentOf(line: StatementLine): string {
  const { state, voucherNo, payeeName, payeeAccountNo, amountFen } = line;
  return JSON.stringify([state, voucherNo, String(amountFen), payeeAccountNo, payeeName]);
}

function sumsInternal(items: readonly ReconciledItem[]): SideSums {
  const known = items.flatMap(({ order, lines }) => {
    if (!order) return [];
    const state = stateInternal(order, lines.length === 0 ? null : stateOfLines(lines, order.amountFen));
    if (state !== 'paid') return [{ state, fen: order.amountFen }];
    const isPaid = order.reported?.isPaid === true || lines.some((line) => line.state === 'paid');
    return paidAndReturned(isPaid ? order.amountFen : null, returnedInternal(order, lines));
  });
  return sumsOf(items.filter(({ order }) => order !== null).length, known);
}

/** Lines that contradict each other are summed as they are. */
function sumsExternal(items: readonly ReconciledItem[]): SideSums {
  const named = items.filter(({ lines }) => lines.length > 0);
  const known = named.flatMap(({ lines, order }) => {
    const state = stateOfLines(lines, order?.amountFen);
    const others = lines.filter((line) => line.state !== 'returned');
    const isOne = new Set(others.map(({ amountFen }) => amountFen)).size <= 1;
    if (state === null || !isOne || isTwice(lines, order?.amountFen))
      return lines.map((line) => ({ state: line.state, fen: line.amountFen }));
    if (state === 'returned') return [{ state, fen: returnedExternal(lines) }];
    if (state === 'rejected') return [{ state, fen: defined(others[0], 'it has a line').amountFen }];
    return paidAndReturned(others[0]?.amountFen ?? null, returnedExternal(lines));
  });
  return sumsOf(named.length, known);
}

/** `paidFen` null: it was paid on another day. */
function paidAndReturned(paidFen: Fen | null, returnedFen: Fen): { state: string; fen: Fen }[] {
  return [
    ...(paidFen === null ? [] : [{ state: 'paid', fen: paidFen - returnedFen }]),
    { state: 'returned', fen: returnedFen },
  ];
}

function sumsOf(orders: number, known: readonly { state: string; fen: Fen }[]): SideSums {
  const sum = (wanted: string) =>
    known.reduce((total, { state, fen }) => (state === wanted ? total + fen : total), 0n);
  return {
    orders,
    paidFen: sum('paid'),
    returnedFen: sum('returned'),
    rejectedFen: sum('rejected'),
  };
}
