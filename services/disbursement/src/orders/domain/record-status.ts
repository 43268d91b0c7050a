import type { LedgerSession } from '../../ledger/domain/ledger-session.ts';
import { groupsChanged } from '../../ledger/domain/membership.ts';
import type { Order, ReportedReturn, StatusNote, Terms } from './order.ts';
import { moveMoney } from './order-holdings.ts';
import { effectOf, type StatusEffect, type TreasuryStatus } from './order-status.ts';
import { hasManyParts, partOf, type ReturnRefusal, returnedFenOf } from './returned-parts.ts';
import { settle } from './settle.ts';

export interface StatusReport {
  readonly status: TreasuryStatus;
  readonly reason: string;
  /** The person who reports it; absent: the treasury's own system. */
  readonly by?: string | undefined;
  /** For `returned`: how much came back; absent: all that is left. */
  readonly returned?: ReportedReturn | undefined;
}

export interface RecordedStatus {
  readonly order: Order;
  readonly effect: StatusEffect;
  /** Why a returned part is refused: the order does not change, and nothing of the report is kept. */
  readonly refusal?: ReturnRefusal;
}

/**
 * Records what the treasury reports about an order. `paid` moves its amount from in flight to paid.
 * `returned` moves what came back the other way, because money that is not with the payee cannot be recovered
 * from the payee; it stays ordered until an officer releases it. The order's ledger is that of its payee.
 */
export function recordStatus(
  session: LedgerSession,
  order: Order,
  report: StatusReport,
  now: Date,
): RecordedStatus {
  const outcome = afterStatus(order, report, now);
  if (outcome.effect === 'recorded')
    moveMoney(session, order, outcome.order, { kind: 'status', id: order.id, status: report.status });
  return outcome;
}

/** What an order becomes by a status; where its money goes follows from that (`order-holdings.ts`). */
export function afterStatus(order: Order, report: StatusReport, now: Date): RecordedStatus {
  if (report.status === 'returned') return afterReturn(order, report, now);
  const effect = effectOf(order, report.status);
  if (effect === 'none') return { order, effect };
  if (effect === 'contradiction' || report.status === 'conflict') return held(order, report, now);
  return {
    order: noted({ ...order, state: report.status, treasuryReason: report.reason }, report, now),
    effect,
  };
}

/** What was paid can be recovered, so an entity with something to recover is settled again. */
export function settleChanged(session: LedgerSession, terms: Terms): void {
  for (const group of groupsChanged(session)) settle(session, group, terms);
}

/** Whether a status can change a ledger; other statuses change only the order. */
export function movesMoney(status: TreasuryStatus): boolean {
  return status === 'paid' || status === 'returned';
}

/**
 * The order stays paid until what came back makes up its amount; that something came back implies that it was
 * paid.
 */
function afterReturn(order: Order, report: StatusReport, now: Date): RecordedStatus {
  const { reason, returned = ALL_THAT_IS_LEFT } = report;
  const effect = effectOf(order, 'returned', returned.reference);
  if (effect === 'contradiction')
    return hasManyParts(order)
      ? { order, effect: 'none', refusal: 'too-many-parts' }
      : held(order, { ...report, returned }, now);
  if (order.contradiction !== '') return { order, effect: 'none' };
  const found = partOf(order, returned, { reason, at: now });
  if ('known' in found) return { order, effect: 'none' };
  if ('refusal' in found) return { order, effect: 'none', refusal: found.refusal };
  const after: Order = {
    ...order,
    state: 'paid',
    treasuryReason: reason,
    returns: [...order.returns, found.part],
  };
  const isAll = returnedFenOf(after) === order.amountFen;
  return {
    order: noted(isAll ? { ...after, state: 'returned' } : after, { ...report, returned }, now),
    effect: 'recorded',
  };
}

const ALL_THAT_IS_LEFT: ReportedReturn = { fen: null, reference: '' };

function held(order: Order, report: StatusReport, now: Date): RecordedStatus {
  const contradiction = order.contradiction || contradictionOf(order, report);
  return { order: noted({ ...order, contradiction }, report, now), effect: 'contradiction' };
}

function noted(order: Order, { status, reason, by, returned }: StatusReport, at: Date): Order {
  const note: StatusNote = { status, reason, at, ...(by && { by }), ...(returned && { returned }) };
  return { ...order, updatedAt: at, statuses: [...order.statuses, note] };
}

function contradictionOf(order: Order, { status, reason }: StatusReport): string {
  const because = reason === '' ? '' : ` (${reason})`;
  if (status === 'conflict') return `the treasury knows this id with other content${because}`;
  const released = order.release === null ? '' : ' and released';
  return `the treasury says "${status}"${because} of an order that is ${order.state}${released}`;
}
