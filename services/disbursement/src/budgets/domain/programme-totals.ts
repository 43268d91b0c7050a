import type { Fen } from '@duixian/values';
import type { Order } from '../../orders/domain/order.ts';
import { releasedFenOf, returnedFenOf } from '../../orders/domain/returned-parts.ts';
import { type Programme, programmeOf } from '../../programmes/domain/programme.ts';
import { budgetId } from './budget.ts';

/**
 * The totals of the orders of a programme and fiscal year. They are kept up to date as orders are made and
 * change, for every programme, also those without a budget, so reading them costs the same however many
 * orders there are.
 */
export interface ProgrammeTotals {
  /** Orders in flight or paid, less the parts that came back and were released. */
  readonly orderedFen: Fen;
  readonly paidFen: Fen;
  readonly returnedFen: Fen;
}

export const NO_TOTALS: ProgrammeTotals = { orderedFen: 0n, paidFen: 0n, returnedFen: 0n };

/** By "FISCAL-YEAR:PROGRAMME". */
export type TotalsByProgramme = Map<string, ProgrammeTotals>;

/**
 * By how much new (`before` undefined) or changed orders move the totals; a programme without a change is
 * left out.
 */
export function movedTotals(
  changes: readonly { readonly before?: Order; readonly after: Order }[],
  programmes: readonly Programme[],
): TotalsByProgramme {
  const moved: TotalsByProgramme = new Map();
  for (const { before, after } of changes) {
    const key = budgetId(after.fiscalYear, programmeIdOf(after, programmes));
    const sum = added(moved.get(key) ?? NO_TOTALS, shareOf(after), 1n);
    moved.set(key, before ? added(sum, shareOf(before), -1n) : sum);
  }
  for (const [key, { orderedFen, paidFen, returnedFen }] of moved)
    if (orderedFen === 0n && paidFen === 0n && returnedFen === 0n) moved.delete(key);
  return moved;
}

/**
 * Older orders do not name their programme by its id: it is found by their budget, its name, or the group
 * they pay.
 */
export function programmeIdOf(
  order: Pick<Order, 'programmeId' | 'budget' | 'programme' | 'group'>,
  programmes: readonly Programme[],
): string {
  if (order.programmeId !== undefined) return order.programmeId;
  if (order.budget !== '') return order.budget.split(':').slice(1).join(':');
  const named = programmes.filter(({ name }) => name === order.programme);
  const paying = programmeOf(named.length > 0 ? named : programmes, order.group);
  return (paying ?? named[0])?.id ?? 'unknown';
}

function shareOf(order: Order): ProgrammeTotals {
  const returnedFen = returnedFenOf(order);
  return {
    orderedFen: order.amountFen - releasedFenOf(order),
    paidFen: order.state === 'paid' ? order.amountFen - returnedFen : 0n,
    returnedFen,
  };
}

function added(sum: ProgrammeTotals, part: ProgrammeTotals, sign: bigint): ProgrammeTotals {
  return {
    orderedFen: sum.orderedFen + sign * part.orderedFen,
    paidFen: sum.paidFen + sign * part.paidFen,
    returnedFen: sum.returnedFen + sign * part.returnedFen,
  };
}
