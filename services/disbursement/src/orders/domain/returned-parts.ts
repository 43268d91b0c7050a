import { assert, type Fen, LIMITS, minFen } from '@duixian/values';
import type { AccountAmount, Order, Release } from './order.ts';

/** 部分退款: what of a paid order the bank sent back at one time. */
export interface ReturnedPart {
  /** The bank's, each once of an order; empty: all that was left, said without one. */
  readonly reference: string;
  readonly fen: Fen;
  /** What of it was paid of which account: oldest account first, after the parts before it. */
  readonly lines: readonly AccountAmount[];
  readonly reason: string;
  readonly at: Date;
  /** Null: it waits for an officer, and stays ordered. */
  readonly release: Release | null;
}

/** What the treasury says came back; `fen` null: all that is left. */
export interface ReportedReturn {
  readonly fen: Fen | null;
  readonly reference: string;
}

export type ReturnRefusal =
  /** More would have come back than was paid. */
  | 'more-than-paid'
  /** The reference stands for another amount. */
  | 'another-amount'
  /** As many parts came back as an order keeps; all that is left may come back still. */
  | 'too-many-parts';

/** Orders of release 0.1.0 that were returned have no parts: all of them came back. */
export function returnedFenOf({
  state,
  amountFen,
  returns,
}: Pick<Order, 'state' | 'amountFen' | 'returns'>): Fen {
  if (state === 'returned') return amountFen;
  return sumOfReturns(returns);
}

/** What of it left *ordered*: it is open again. */
export function releasedFenOf({
  amountFen,
  release,
  returns,
}: Pick<Order, 'amountFen' | 'release' | 'returns'>): Fen {
  if (release !== null) return amountFen;
  return sumOfReturns(returns.filter((part) => part.release !== null));
}

export function waitingReturns({ returns }: Pick<Order, 'returns'>): readonly ReturnedPart[] {
  return returns.filter(({ release }) => release === null);
}

/**
 * A part that comes back of an order: `known`, where it did already; else with its accounts. Whether it may come back at all
 * is said by the table of statuses.
 *
 * Example: of an order over 100 (60 of 2018 and 40 of 2019) came back 50 and then 30: the first is of 2018; the second is 10
 * of 2018 and 20 of 2019.
 */
export function partOf(
  order: Order,
  { fen, reference }: ReportedReturn,
  why: { readonly reason: string; readonly at: Date },
): { readonly known: true } | { readonly refusal: ReturnRefusal } | { readonly part: ReturnedPart } {
  const known = reference === '' ? undefined : order.returns.find((part) => part.reference === reference);
  if (known)
    return known.fen === fen || (fen === null && order.state === 'returned')
      ? { known: true }
      : { refusal: 'another-amount' };
  const beforeFen = returnedFenOf(order);
  const leftFen = order.amountFen - beforeFen;
  if (fen === null && leftFen === 0n) return { known: true };
  const partFen = fen ?? leftFen;
  assert(partFen > 0n, 'a part that comes back is more than nothing');
  if (partFen > leftFen) return { refusal: 'more-than-paid' };
  if (fen !== null && hasManyParts(order)) return { refusal: 'too-many-parts' };
  const lines = sliceOf(order.lines, beforeFen, partFen);
  return { part: { reference, fen: partFen, lines, ...why, release: null } };
}

/** An order and all that was said of it fit into one message. */
export function hasManyParts({ statuses }: Order): boolean {
  return statuses.filter(({ status }) => status === 'returned').length >= LIMITS.returnedParts.most;
}

/** Of amounts in their order: `fen` after the first `fromFen`. */
function sliceOf(lines: readonly AccountAmount[], fromFen: Fen, fen: Fen): AccountAmount[] {
  let [skipFen, leftFen] = [fromFen, fen];
  return lines.flatMap((line) => {
    const skippedFen = minFen(line.fen, skipFen);
    skipFen -= skippedFen;
    const takenFen = minFen(line.fen - skippedFen, leftFen);
    leftFen -= takenFen;
    return takenFen > 0n ? [{ year: line.year, group: line.group, fen: takenFen }] : [];
  });
}

function sumOfReturns(parts: readonly ReturnedPart[]): Fen {
  return parts.reduce((sum, { fen }) => sum + fen, 0n);
}
