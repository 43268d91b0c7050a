import { isExact, minFen } from '@duixian/values';
import { entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf, type RunStep } from '../../ledger/domain/entry.ts';
import { journalEntries, type LedgerSession, markChanged, post } from '../../ledger/domain/ledger-session.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import { type AccountAmount, sumOf } from '../../orders/domain/order.ts';
import { holdsOfGroup } from '../../orders/domain/settle.ts';
import type { OutReason, RunLine } from './run-line.ts';

/**
 * The line as it would return to the run, with what is still open of the published amounts: nothing is moved
 * yet.
 */
export function returningLine(group: Group, line: RunLine): RunLine {
  const out = outReason(group, line);
  const amounts = out ? [] : stillOpen(group, line.published);
  return { ...line, amounts, out: out ?? (amounts.length === 0 ? 'nothing-open' : null) };
}

/** Reserves what the line takes; the caller has checked that it is open. */
export function holdLine(
  session: LedgerSession,
  group: Group,
  { run, amounts }: RunLine,
  step: RunStep,
): void {
  markChanged(session, group.root);
  if (amounts.length > 0)
    post(session, group.root, { kind: 'run', id: run, step }, journalEntries(amounts, 'open', 'reserved'));
}

/** Reserves what is still open of what the line takes. */
export function reserve(session: LedgerSession, group: Group, line: RunLine, step: RunStep): AccountAmount[] {
  const amounts = stillOpen(group, line.amounts);
  holdLine(session, group, { ...line, amounts }, step);
  return amounts;
}

function stillOpen(group: Group, asked: readonly AccountAmount[]): AccountAmount[] {
  const accounts = entityAccounts(group.ledgers);
  return asked.flatMap(({ year, group: capGroup, fen }) => {
    const account = accounts.find((one) => one.year === year && one.group === capGroup);
    const leftFen = account && !account.beyondExact ? minFen(fen, openOf(account)) : 0n;
    return leftFen > 0n ? [{ year, group: capGroup, fen: leftFen }] : [];
  });
}

/**
 * What it reserved is open again, under the USCC under which it was reserved, even if that follows another
 * entity now.
 */
export function giveBack(session: LedgerSession, line: RunLine, step: RunStep): void {
  const ledger = session.ledgers.get(line.entity);
  if (!ledger || line.amounts.length === 0) return;
  post(
    session,
    ledger,
    { kind: 'run', id: line.run, step },
    journalEntries(line.amounts, 'reserved', 'open'),
  );
}

export function outReason(group: Group, line: RunLine): OutReason | undefined {
  if (group.root.uscc !== line.entity) return 'belongs-to-another';
  if (holdsOfGroup(group).length > 0) return 'held';
  return isExact(sumOf(line.amounts)) ? undefined : 'beyond-exact';
}
