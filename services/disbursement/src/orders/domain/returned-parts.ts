import { assert, type Fen, LIMITS, minFen } from '@duixian/values';
import type { AccountAmount, Order, ReportedReturn, ReturnedPart } from './order.ts';

export type ReturnRefusal =
  /** More would have come back than was paid. */
  | 'more-than-paid'
  /** The reference is known with another amount. */
  | 'another-amount'
  /** As many parts came back as an order keeps; all that is left may still come back. */
  | 'too-many-parts';

/** Returned orders of release 0.1.0 have no parts: all of the amount came back. */
export function returnedFenOf({
  state,
  amountFen,
  returns,
}: Pick<Order, 'state' | 'amountFen' | 'returns'>): Fen {
  if (state === 'returned') return amountFen;
  return sumOfReturns(returns);
}

/** How much of it left *ordered*: that amount is open again. */
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
 * A part of an order that comes back: `known`, if it already did; otherwise with its accounts. Whether it may
 * come back at all is decided by the table of statuses.
 *
 * Example: of an order over 100 (60 of 2018 and 40 of 2019), 50 came back and then 30: the first is of 2018;
 * the second is 10 of 2018 and 20 of 2019.
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

/** An order with everything reported about it fits into one message. */
export function hasManyParts({ statuses }: Order): boolean {
  return statuses.filter(({ status }) => status === 'returned').length >= LIMITS.returnedParts.most;
}

/** Takes `fen` from amounts in their order, after the first `fromFen`. */
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
