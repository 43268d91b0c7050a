import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';
import { accountAmountJson } from './accounts.ts';
import { exactNumber, exactSum } from './exact-number.ts';
import { wireWord } from './wire-word.ts';

type Reader = {
  /** Sees the orders of all entities. */
  readonly read: boolean;
  /** Sees them too, with whole account numbers. */
  readonly treasury: boolean;
};

/** An order's position counts all orders of the system, so a reader of one entity does not see it. */
export function seesPlaces({ read, treasury }: Reader): boolean {
  return read || treasury;
}

/** As this reader may see it. */
export function orderJson(order: disbursementV1.Order, reader: Reader): z.output<typeof api.orderSchema> {
  return {
    id: order.id,
    fiscalYear: order.fiscalYear,
    functionalCode: order.functionalCode,
    payeeUscc: order.payeeUscc,
    payeeName: order.payeeName,
    entity: order.entity,
    year: order.year,
    group: order.group,
    purpose: order.purpose,
    issuedAt: order.issuedAt,
    updatedAt: order.updatedAt,
    cursor: seesPlaces(reader) ? order.cursor : order.id,
    remark: order.remark,
    trackingId: order.trackingId,
    programme: order.programme,
    payeeBankName: order.payeeBankName,
    payeeBankCode: order.payeeBankCode,
    endToEndId: order.endToEndId,
    amountFen: exactSum(order.amountFen),
    lines: order.lines.map(accountAmountJson),
    payeeAccountNo: reader.treasury ? order.payeeAccountNo : lastDigits(order.payeeAccountNo),
    state: wireWord('ORDER_STATE_', order.state) as (typeof api.ORDER_STATES)[number],
    treasuryReason: order.treasuryReason || null,
    contradiction: order.contradiction || null,
    release: releaseJson(order.release),
    returnedFen: exactSum(order.returnedFen),
    returns: order.returns.map(returnJson),
    ...(order.paidByFile && { paidBy: 'file' as const }),
    run: order.run || null,
    replaces: order.replaces || null,
    revision: exactNumber(order.revision),
  };
}

function releaseJson(release: disbursementV1.Release | undefined) {
  return release ? { by: release.by, reason: release.reason, at: release.at } : null;
}

function returnJson(part: disbursementV1.ReturnedPart): z.output<typeof api.returnedPartSchema> {
  const { reference, reason, at, lines, release } = part;
  return {
    reference: reference || null,
    fen: exactNumber(part.fen),
    reason: reason || null,
    at,
    lines: lines.map(accountAmountJson),
    release: releaseJson(release),
  };
}

/** The digits of an account number that officers see. */
export function lastDigits(accountNo: string): string {
  return accountNo.replace(/^.*(?=.{4}$)/, '…');
}
