import type { Fen } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import { type LedgerSession, openLedgerSession } from '../../ledger/domain/ledger-session.ts';
import { groupFor } from '../../ledger/domain/membership.ts';
import type { Terms } from '../../orders/domain/order.ts';
import { settleChanged } from '../../orders/domain/record-status.ts';
import { type Recovery, type RecoveryRefusal, receive } from './recovery.ts';

/** The part of a transfer that settles one demand. */
export interface ReceiptPart {
  /** Id of the demand. */
  readonly recovery: string;
  readonly fen: Fen;
}

/** One transfer by which money came back, under its bank reference, which counts once over all demands. */
export interface Transfer {
  readonly id: string;
  readonly amountFen: Fen;
  /** Each demand once; they add up to the amount. */
  readonly parts: readonly ReceiptPart[];
}

export type Receipt = Transfer & Authorization;

export type ReceiptRefusal =
  /** `of`: the demand that is refused. */
  | { readonly refusal: RecoveryRefusal | 'unknown-recovery'; readonly of: string }
  | { readonly refusal: 'demand-named-twice'; readonly of: string }
  | { readonly refusal: 'parts-differ'; readonly partsFen: Fen }
  /** The reference is known for another transfer. */
  | { readonly refusal: 'another-transfer'; readonly booked: Receipt };

export type ReceiptOutcome =
  | { readonly receipt: Receipt; readonly recoveries: readonly Recovery[]; readonly isNew: boolean }
  | ReceiptRefusal;

/**
 * Books a transfer on the demands that its parts name: all of them, or none. `known`: what is booked under
 * its reference already, on whatever demand.
 *
 * Example: "B-7" over 100 yuan settles A-D1 with 60 and C-D2 with 40. The same again changes nothing; "B-7"
 * over 40 on E-D1 is refused, because it was booked on A-D1 and C-D2.
 */
export function bookTransfer(
  session: LedgerSession,
  known: Receipt | undefined,
  recoveries: ReadonlyMap<string, Recovery>,
  transfer: Transfer,
  act: Authorization,
  terms: Terms,
): ReceiptOutcome {
  if (known) {
    if (!isSameTransfer(known, transfer)) return { refusal: 'another-transfer', booked: known };
    return { receipt: known, recoveries: [], isNew: false };
  }
  const refusal = refusalOf(transfer);
  if (refusal) return refusal;
  // A copy is tried first, so that a refused part leaves nothing of the others.
  const copy = openLedgerSession(session.ledgers.values(), [], undefined, session.resting);
  const tried = bookParts(copy, recoveries, transfer, act);
  if ('refusal' in tried) return tried;
  const booked = bookParts(session, recoveries, transfer, act);
  if ('refusal' in booked) return booked;
  settleChanged(session, terms);
  return { receipt: { ...transfer, ...act }, recoveries: booked, isNew: true };
}

/** What notes of demands have under a reference: for receipts from before they were stored by themselves. */
export function receiptInNotes(id: string, recoveries: readonly Recovery[]): Receipt | undefined {
  const found = recoveries.flatMap((recovery) =>
    recovery.notes.flatMap((note) => (note.id === id ? [{ recovery: recovery.id, note }] : [])),
  );
  const [first] = found;
  if (id === '' || !first) return undefined;
  const { by, at, document } = first.note;
  const parts = found.map(({ recovery, note }) => ({ recovery, fen: note.fen }));
  return { id, amountFen: sumOfParts(parts), parts, by, at, document };
}

export function sumOfParts(parts: readonly ReceiptPart[]): Fen {
  return parts.reduce((sum, { fen }) => sum + fen, 0n);
}

function bookParts(
  session: LedgerSession,
  recoveries: ReadonlyMap<string, Recovery>,
  { id, parts }: Transfer,
  act: Authorization,
): readonly Recovery[] | ReceiptRefusal {
  const after: Recovery[] = [];
  for (const { recovery: of, fen } of parts) {
    const recovery = recoveries.get(of);
    if (!recovery) return { refusal: 'unknown-recovery', of };
    const outcome = receive(session, groupFor(session, recovery.entity), recovery, fen, { ...act, id });
    if ('refusal' in outcome) return { refusal: outcome.refusal, of };
    after.push(outcome.recovery);
  }
  return after;
}

function refusalOf({ amountFen, parts }: Transfer): ReceiptRefusal | undefined {
  const ids = parts.map(({ recovery }) => recovery);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) return { refusal: 'demand-named-twice', of: twice };
  const partsFen = sumOfParts(parts);
  return partsFen === amountFen ? undefined : { refusal: 'parts-differ', partsFen };
}

/**
 * The order in which parts are named does not matter; who books it, and on what paper, is not part of the
 * transfer.
 */
function isSameTransfer(one: Transfer, other: Transfer): boolean {
  const fenOf = new Map(one.parts.map(({ recovery, fen }) => [recovery, fen]));
  return (
    one.amountFen === other.amountFen &&
    one.parts.length === other.parts.length &&
    other.parts.every(({ recovery, fen }) => fenOf.get(recovery) === fen)
  );
}
