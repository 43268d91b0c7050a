import { defined, type Fen, shanghaiYear } from '@duixian/values';
import { budgetId } from '../../budgets/domain/budget.ts';
import type { StandingAccount } from '../../payees/domain/payee.ts';
import type { Programme } from '../../programmes/domain/programme.ts';
import { endToEndIdOf } from './end-to-end-id.ts';
import { type GroupNames, purposeOf } from './purpose.ts';

/**
 * 支付申请状态. An order is issued (made), sent, accepted, paid; or rejected; or returned (退款) after payment; or
 * refused by the treasury before it took it at all. Part of a paid order may have come back (see
 * `returned-parts.ts`).
 */
export type OrderState =
  | 'issued'
  | 'sent'
  | 'accepted'
  | 'paid'
  | 'rejected'
  | 'returned'
  | 'refused-by-treasury';

export interface AccountAmount {
  readonly year: number;
  readonly group: string;
  readonly fen: Fen;
}

/**
 * What the treasury is asked to pay. It never changes under one id, so a request can be repeated without
 * harm.
 */
export interface OrderContent {
  readonly id: string;
  /** The fiscal year of issue, in Asia/Shanghai. */
  readonly fiscalYear: number;
  readonly programme: string;
  /** 支出功能分类科目编码 */
  readonly functionalCode: string;
  readonly payeeUscc: string;
  readonly payeeName: string;
  /** 收款人账号, 收款人开户银行 and its 联行号; empty if the treasury is expected to know them. */
  readonly payeeAccountNo: string;
  readonly payeeBankName: string;
  readonly payeeBankCode: string;
  readonly entity: string;
  /** The account whose open amount it pays; the first one, if it pays several. */
  readonly year: number;
  readonly group: string;
  readonly amountFen: Fen;
  /** 支付明细: what it pays of each account. */
  readonly lines: readonly AccountAmount[];
  /** 摘要 */
  readonly purpose: string;
  /** 备注 */
  readonly remark: string;
  readonly trackingId: string;
  /** The reference for banks, at most 35 characters of A–Z and 0–9 (see `end-to-end-id.ts`). */
  readonly endToEndId: string;
  /** The rejected or returned order whose amount it requests again; empty: none. */
  readonly replaces: string;
}

/** A status that added something new. */
export interface StatusNote {
  readonly status: OrderState | 'conflict';
  readonly reason: string;
  readonly at: Date;
  /**
   * The person who reported it, for the treasury or after asking it; absent: the treasury's own system, by
   * its answers.
   */
  readonly by?: string | undefined;
  /**
   * For a return: how much, under which bank reference. Absent: from before orders could come back in parts.
   */
  readonly returned?: ReportedReturn | undefined;
}

export interface Release {
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/** 部分退款: what the bank sent back of a paid order at one time. */
export interface ReturnedPart {
  /** The bank's reference, unique within an order; empty: all that was left, reported without one. */
  readonly reference: string;
  readonly fen: Fen;
  /** How much of it was paid from which account: oldest account first, after the parts before it. */
  readonly lines: readonly AccountAmount[];
  readonly reason: string;
  readonly at: Date;
  /** Null: it waits for an officer, and stays ordered. */
  readonly release: Release | null;
}

/** What the treasury reports as returned; `fen` null: all that is left. */
export interface ReportedReturn {
  readonly fen: Fen | null;
  readonly reference: string;
}

export interface Order extends OrderContent {
  /** The payment run (批次) that it came from; empty: straight through. */
  readonly run: string;
  /** Undefined: from before orders stored it (see `programme-totals.ts`). */
  readonly programmeId?: string;
  /** Fixed when it is issued. Absent: it is pushed. */
  readonly paidBy?: 'file';
  /** The budget that it draws on; empty: its programme has none. */
  readonly budget: string;
  readonly state: OrderState;
  readonly issuedAt: Date;
  readonly updatedAt: Date;
  /** The treasury's reason for the status that counts. */
  readonly treasuryReason: string;
  readonly statuses: readonly StatusNote[];
  /** Why it is held for an officer; empty: there is no exception. */
  readonly contradiction: string;
  /** Null: it is still ordered, except for parts that came back and were released separately. */
  readonly release: Release | null;
  /** The parts that came back, in order. The order stays paid until they make up its amount. */
  readonly returns: readonly ReturnedPart[];
}

/**
 * The treasury does not pay it, or paid it and got all or part of it back: it waits for an officer to release
 * it.
 */
export function isForOfficer(order: Order): boolean {
  return order.contradiction !== '' || isReleasable(order);
}

export function isReleasable({ state, release, returns }: Order): boolean {
  if (state === 'paid') return returns.some((part) => part.release === null);
  return release === null && state in RELEASABLE;
}

const RELEASABLE: Partial<Record<OrderState, true>> = {
  rejected: true,
  returned: true,
  'refused-by-treasury': true,
};

/** The terms under which orders are made. */
export interface Terms {
  readonly programmes: readonly Programme[];
  /** How long an entitlement must be unchanged before it is ordered. */
  readonly settleForMs: number;
  /** Nothing is ordered for an entity without a confirmed account (收款账户). */
  readonly needsPayee: boolean;
  /** Absent: cap groups show their ids. */
  readonly groupNames?: GroupNames;
  /** The digest of the settings in force, as far as it is known; absent: no other process sets any. */
  readonly settings?: string;
  /** Set while nothing may be ordered at all. */
  readonly isSuspended?: boolean;
  readonly now: Date;
}

export interface OrderRequest {
  readonly id: string;
  readonly fiscalYear: number;
  readonly uscc: string;
  readonly name: string;
  readonly payee: StandingAccount | null;
  readonly lines: readonly AccountAmount[];
  readonly remark: string;
  readonly run: string;
  readonly replaces: string;
}

export function newOrder(
  request: OrderRequest,
  programme: Programme,
  { now, groupNames }: Pick<Terms, 'now' | 'groupNames'>,
): Order {
  const { id, fiscalYear, uscc, name, payee, lines, remark, run, replaces } = request;
  const first = defined(lines[0], 'an order pays something');
  return {
    id,
    fiscalYear,
    programme: programme.name,
    functionalCode: programme.functionalCode,
    payeeUscc: uscc,
    payeeName: payee?.accountName ?? name,
    payeeAccountNo: payee?.accountNo ?? '',
    payeeBankName: payee?.bankName ?? '',
    payeeBankCode: payee?.bankCode ?? '',
    entity: uscc,
    year: first.year,
    group: first.group,
    amountFen: sumOf(lines),
    lines,
    purpose: purposeOf(lines, groupNames),
    remark: replaces === '' ? remark : `${remark}，重新申请，原申请 ${replaces}`,
    trackingId: id,
    endToEndId: endToEndIdOf(id),
    replaces,
    run,
    programmeId: programme.id,
    ...(programme.paidBy && { paidBy: programme.paidBy }),
    budget: programme.budgeted ? budgetId(fiscalYear, programme.id) : '',
    state: 'issued',
    issuedAt: now,
    updatedAt: now,
    treasuryReason: '',
    statuses: [],
    contradiction: '',
    release: null,
    returns: [],
  };
}

export function sumOf(lines: readonly AccountAmount[]): Fen {
  return lines.reduce((sum, { fen }) => sum + fen, 0n);
}

/** The fiscal year is the calendar year (预算法 art. 18) at UTC+8. */
export function fiscalYearOf(now: Date): number {
  return shanghaiYear(now);
}
