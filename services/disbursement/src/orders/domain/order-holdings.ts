import type { Fen } from '@duixian/values';
import { availableOf } from '../../budgets/domain/budget.ts';
import type { Cause, LedgerAccount, Line } from '../../ledger/domain/entry.ts';
import { type LedgerSession, ledgerOf, post } from '../../ledger/domain/ledger-session.ts';
import { noteStraight } from '../../ledger/domain/straight-through.ts';
import type { AccountAmount, Order } from './order.ts';
import { moveBudget } from './place-order.ts';

type Held = Extract<LedgerAccount, 'underWay' | 'paid' | 'open'>;

/**
 * The ledger accounts that hold the amount of an order, per account: paid; in flight, if it is not paid or
 * came back; open again, if an officer released it.
 */
export function holdingsOf(order: Order): Readonly<Record<Held, readonly AccountAmount[]>> {
  const { lines, state, release, returns } = order;
  if (release !== null) return { underWay: [], paid: [], open: lines };
  const [open, waiting] = [
    returns.filter((part) => part.release !== null),
    returns.filter((part) => !part.release),
  ];
  const [released, cameBack] = [linesOf(open), linesOf(waiting)];
  const rest = less(lines, [...released, ...cameBack]);
  if (state === 'paid') return { underWay: cameBack, paid: rest, open: released };
  return { underWay: [...cameBack, ...rest], paid: [], open: released };
}

/** Moves the money of an order as the order itself changed, and its budget with it. */
export function moveMoney(session: LedgerSession, before: Order, after: Order, cause: Cause): void {
  const lines = before.lines.flatMap(({ year, group }) => changesOf(before, after, year, group));
  if (lines.length === 0) return;
  post(session, ledgerOf(session, before.payeeUscc), cause, lines);
  const openedFen = openedBetween(before, after);
  noteStraight(ledgerOf(session, before.payeeUscc), before, -openedFen);
  if (openedFen > 0n) moveBudget(session, before, 'ordered', 'available', openedFen);
  if (openedFen < 0n) moveBudget(session, before, 'available', 'ordered', -openedFen);
}

/** Whether the budget lacks what such a change orders again. */
export function lacksBudget({ budgets }: LedgerSession, before: Order, after: Order): boolean {
  const orderedAgainFen = -openedBetween(before, after);
  return before.budget !== '' && availableOf(budgets.byId(before.budget)) < orderedAgainFen;
}

/** By how much the open amount rises; negative: it falls. */
function openedBetween(before: Order, after: Order): Fen {
  return sumOf(holdingsOf(after).open) - sumOf(holdingsOf(before).open);
}

function changesOf(before: Order, after: Order, year: number, group: string): Line[] {
  const [was, is] = [holdingsOf(before), holdingsOf(after)];
  const of = (amounts: readonly AccountAmount[]) =>
    sumOf(amounts.filter((amount) => amount.year === year && amount.group === group));
  const changes = (['underWay', 'paid', 'open'] as const).map((book) => ({
    ...{ year, group, book },
    fen: of(is[book]) - of(was[book]),
  }));
  // Debits come first, as in every entry.
  return [...changes.filter(({ fen }) => fen < 0n), ...changes.filter(({ fen }) => fen > 0n)];
}

function linesOf(parts: Order['returns']): AccountAmount[] {
  return parts.flatMap(({ lines }) => lines);
}

function less(lines: readonly AccountAmount[], taken: readonly AccountAmount[]): AccountAmount[] {
  return lines.flatMap((line) => {
    const own = taken.filter(({ year, group }) => year === line.year && group === line.group);
    const fen = line.fen - sumOf(own);
    return fen > 0n ? [{ ...line, fen }] : [];
  });
}

function sumOf(amounts: readonly AccountAmount[]): Fen {
  return amounts.reduce((sum, { fen }) => sum + fen, 0n);
}
