import { type EntityAccount, entityAccounts, recoverableOf } from '../../ledger/domain/entity-account.ts';
import { openOf, type RunStep } from '../../ledger/domain/entry.ts';
import type { LedgerSession } from '../../ledger/domain/ledger-session.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import { newOrder, type Order, sumOf, type Terms } from '../../orders/domain/order.ts';
import { placeOrder } from '../../orders/domain/place-order.ts';
import { takeReplaced } from '../../orders/domain/replaced.ts';
import { netRecoveries, payeeReasons, settle } from '../../orders/domain/settle.ts';
import type { Programme } from '../../programmes/domain/programme.ts';
import { giveBack, outReason, reserve } from './line-holdings.ts';
import type { Run } from './run.ts';
import { type OutReason, orderOfLine, type RunLine } from './run-line.ts';

/**
 * Freezes the line: what is still open, at most as drafted, is reserved, so that no other run and no order
 * can take it.
 */
export function publishLine(session: LedgerSession, group: Group, line: RunLine): RunLine {
  const out = outReason(group, line);
  const amounts = out ? [] : reserve(session, group, line, 'publish');
  const name = group.root.name;
  if (amounts.length === 0) return { ...line, name, amounts, published: [], out: out ?? 'nothing-open' };
  return { ...line, name, amounts, published: amounts };
}

/** Lowers the line to what is due now. */
export function approveLine(
  session: LedgerSession,
  run: Run,
  group: Group,
  line: RunLine,
  terms: Terms,
): RunLine {
  const lowered = lowerLine(session, run, group, line, 'approve', terms);
  return { ...lowered, approvedFen: sumOf(lowered.amounts) };
}

/** Lowers it once more, and makes one order of what is left. */
export function issueLine(
  session: LedgerSession,
  run: Run,
  group: Group,
  line: RunLine,
  programme: Programme,
  terms: Terms,
): RunLine {
  const lowered = lowerLine(session, run, group, line, 'issue', terms);
  if (lowered.out) return { ...lowered, issuedFen: 0n };
  const order = orderOf(session, run, group, lowered, programme, terms);
  placeOrder(session, group.root, order, 'reserved');
  return { ...lowered, issuedFen: order.amountFen, order: order.id };
}

/** Takes the line out: what it had reserved is open again. */
export function leaveRun(
  session: LedgerSession,
  group: Group,
  line: RunLine,
  out: OutReason,
  step: RunStep,
  terms: Terms,
): RunLine {
  giveBack(session, line, step);
  settle(session, group, terms);
  return { ...line, amounts: [], out };
}

/**
 * What was reserved is open for an instant: what must be recovered is netted against it, oldest account
 * first, and what is left, at most as before, is reserved again.
 */
function lowerLine(
  session: LedgerSession,
  run: Run,
  group: Group,
  line: RunLine,
  step: 'approve' | 'issue',
  terms: Terms,
): RunLine {
  const out = outReason(group, line) ?? payeeOutReason(run, group, line, terms);
  if (out) return leaveRun(session, group, line, out, step, terms);
  // Usually nothing fell: then nothing moves, and nothing is written.
  if (isCovered(group, line)) return line;
  giveBack(session, line, step);
  netRecoveries(session, group.root, entityAccounts(group.ledgers), terms);
  const amounts = reserve(session, group, line, step);
  settle(session, group, terms);
  return { ...line, amounts, out: amounts.length === 0 ? 'nothing-open' : null };
}

/** No account from which the line takes something is below zero, and nothing has to be recovered. */
function isCovered(group: Group, line: RunLine): boolean {
  const accounts = entityAccounts(group.ledgers);
  const isTaken = ({ year, group: capGroup }: EntityAccount) =>
    line.amounts.some((amount) => amount.year === year && amount.group === capGroup);
  return accounts.every(
    (account) =>
      recoverableOf(account) === 0n && !account.beyondExact && (!isTaken(account) || openOf(account) >= 0n),
  );
}

function payeeOutReason(run: Run, group: Group, line: RunLine, terms: Terms): OutReason | undefined {
  const { payee } = group.root;
  if (payee && payee.confirmedBy === run.approvedBy) return 'payee-confirmed-by-approver';
  const takes = ({ year, group: capGroup }: EntityAccount) =>
    line.amounts.some((amount) => amount.year === year && amount.group === capGroup);
  const reasons = entityAccounts(group.ledgers)
    .filter(takes)
    .flatMap((account) => payeeReasons(group.root, account, terms));
  return reasons.length > 0 ? 'no-payee' : undefined;
}

function orderOf(
  session: LedgerSession,
  run: Run,
  group: Group,
  line: RunLine,
  programme: Programme,
  terms: Terms,
): Order {
  const { uscc, name, payee } = group.root;
  const id = orderOfLine(line);
  const request = {
    id,
    // An issue that began in one year may be worked off in the next: its budget is that of the run.
    fiscalYear: run.fiscalYear,
    uscc,
    name,
    payee,
    lines: line.amounts,
    remark: `批次 ${run.id}`,
    run: run.id,
    replaces: takeReplaced(session, group, line.amounts),
  };
  return newOrder(request, programme, terms);
}
