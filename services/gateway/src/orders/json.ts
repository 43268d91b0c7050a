import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';
import type { Key } from '../access/key.ts';
import { accountAmountJson } from '../accounts/amount-json.ts';
import { exactNumber, exactSum } from '../json/exact-number.ts';
import { wireWord } from '../json/wire-word.ts';

type OrderState = (typeof api.ORDER_STATES)[number];

const STATE = 'ORDER_STATE_';

/** An order's position counts all orders of the system, so a key of one entity does not see it. */
export function seesPlaces({ read, treasury }: Pick<Key, 'read' | 'treasury'>): boolean {
  return read || treasury;
}

/** As the holder of the key may see it. */
export function orderJson(order: disbursementV1.Order, key: Key): z.output<typeof api.orderSchema> {
  const {
    amountFen,
    lines,
    payeeAccountNo,
    state,
    treasuryReason,
    contradiction,
    release,
    run,
    replaces,
    revision,
    returnedFen,
    returns,
    ...rest
  } = order;
  return {
    ...rest,
    cursor: seesPlaces(key) ? order.cursor : order.id,
    amountFen: exactSum(amountFen),
    lines: lines.map(accountAmountJson),
    payeeAccountNo: key.treasury ? payeeAccountNo : lastDigits(payeeAccountNo),
    state: wireWord(STATE, state) as OrderState,
    treasuryReason: treasuryReason || null,
    contradiction: contradiction || null,
    release: release ?? null,
    returnedFen: exactSum(returnedFen),
    returns: returns.map(returnJson),
    run: run || null,
    replaces: replaces || null,
    revision: exactNumber(revision),
  };
}

function returnJson(part: disbursementV1.ReturnedPart): z.output<typeof api.returnedPartSchema> {
  const { reference, reason, at, lines, release } = part;
  return {
    reference: reference || null,
    fen: exactNumber(part.fen),
    reason: reason || null,
    at,
    lines: lines.map(accountAmountJson),
    release: release ?? null,
  };
}

/** The digits of an account number that officers see. */
export function lastDigits(accountNo: string): string {
  return accountNo.replace(/^.*(?=.{4}$)/, '…');
}

export function stateOnWire(state: OrderState): disbursementV1.OrderState {
  return `${STATE}${state.toUpperCase().replaceAll('-', '_')}` as disbursementV1.OrderState;
}

export function waitsOnWire(waits: (typeof api.ORDER_WAITS)[number]): disbursementV1.OrderWaits {
  return `ORDER_WAITS_${waits.toUpperCase()}` as disbursementV1.OrderWaits;
}
