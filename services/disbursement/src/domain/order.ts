import type { Fen } from '@duixian/values';
import type { BankAccount } from './payees/payee.ts';
import { purposeOf } from './purpose.ts';

/** 支付申请状态. An order is issued (made), sent, accepted, paid; or rejected; or returned (退款) after payment. */
export type OrderState = 'issued' | 'sent' | 'accepted' | 'paid' | 'rejected' | 'returned';

/** What the treasury is asked for: never changes under one id, so a request can be repeated without harm. */
export interface OrderContent {
  readonly id: string;
  /** Of issue, in Asia/Shanghai. */
  readonly fiscalYear: number;
  readonly programme: string;
  /** 支出功能分类科目编码 */
  readonly functionalCode: string;
  readonly payeeUscc: string;
  readonly payeeName: string;
  /** 收款人账号, 收款人开户银行 and its 联行号; empty where the treasury is to know them. */
  readonly payeeAccountNo: string;
  readonly payeeBankName: string;
  readonly payeeBankCode: string;
  readonly entity: string;
  /** Of the account whose open amount it pays. */
  readonly year: number;
  readonly group: string;
  readonly amountFen: Fen;
  /** 摘要 */
  readonly purpose: string;
  /** 备注 */
  readonly remark: string;
  readonly trackingId: string;
}

/** A status that told something new. */
interface StatusNote {
  readonly status: OrderState | 'conflict';
  readonly reason: string;
  readonly at: Date;
}

export interface Order extends OrderContent {
  readonly state: OrderState;
  readonly issuedAt: Date;
  readonly updatedAt: Date;
  /** What the treasury gave with the status that counts. */
  readonly treasuryReason: string;
  readonly statuses: readonly StatusNote[];
  /** Held for an officer because of this; empty where nothing contradicts. */
  readonly contradiction: string;
  readonly release: { readonly by: string; readonly reason: string; readonly at: Date } | null;
}

/** Under what an order is made: the programme's settings, and when. */
export interface Terms {
  readonly programme: string;
  readonly functionalCode: string;
  /** Above it an open amount waits for a run (批次); null: no limit. */
  readonly straightThroughUpToFen: Fen | null;
  /** How long an entitlement must have stood. */
  readonly settleForMs: number;
  /** Nothing is ordered for an entity without a confirmed account (收款账户). */
  readonly needsPayee: boolean;
  /** Set while nothing may be ordered at all. */
  readonly isSuspended?: boolean;
  readonly now: Date;
}

export function issueOrder(
  account: { uscc: string; name: string; year: number; group: string; number: number; amountFen: Fen },
  payee: BankAccount | null,
  terms: Terms,
): Order {
  const { uscc, name, year, group, amountFen } = account;
  const id = `${uscc}-${year}-${group}-${account.number}`;
  return {
    id,
    fiscalYear: fiscalYearOf(terms.now),
    programme: terms.programme,
    functionalCode: terms.functionalCode,
    payeeUscc: uscc,
    payeeName: payee?.accountName ?? name,
    payeeAccountNo: payee?.accountNo ?? '',
    payeeBankName: payee?.bankName ?? '',
    payeeBankCode: payee?.bankCode ?? '',
    entity: uscc,
    year,
    group,
    amountFen,
    purpose: purposeOf(year, group),
    remark: `免申即享，第${account.number}笔`,
    trackingId: id,
    state: 'issued',
    issuedAt: terms.now,
    updatedAt: terms.now,
    treasuryReason: '',
    statuses: [],
    contradiction: '',
    release: null,
  };
}

/** The fiscal year is the calendar year (预算法 art. 18) at UTC+8. */
function fiscalYearOf(now: Date): number {
  return new Date(now.getTime() + 8 * 3_600_000).getUTCFullYear();
}
