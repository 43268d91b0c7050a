import { type ActiveMembers, isAwaited, type Ledger } from './ledger.ts';
import type { LedgerSession } from './ledger-session.ts';

export function hasCurrentActiveMembers({
  version,
  claimedBy,
  activeMembers,
}: Pick<Ledger, 'version' | 'claimedBy' | 'activeMembers'>): boolean {
  return activeMembers?.asOf === version && claimedBy.length === 0;
}

/** For all ledgers that are about to be written, as they will be written under the next version. */
export function noteActiveMembers(session: LedgerSession): void {
  for (const uscc of session.changed) {
    const ledger = session.ledgers.get(uscc);
    if (!ledger) continue;
    const isFree = ledger.members.length > 0 && ledger.claimedBy.length === 0;
    ledger.activeMembers = isFree ? activeOf(session, ledger) : null;
  }
}

/** Null if most are active: then all may as well be read, and the list would only make the ledger larger. */
function activeOf(session: LedgerSession, root: Ledger): ActiveMembers | null {
  const usccs = root.members.filter(
    (uscc) => session.resting.get(uscc) !== root.uscc && isActive(session.ledgers.get(uscc), root),
  );
  return 2 * usccs.length > root.members.length ? null : { usccs, asOf: root.version + 1 };
}

function isActive(member: Ledger | undefined, root: Ledger): boolean {
  if (!member) return true;
  const { payables, dueAt, members, claimedBy, entity } = member;
  const isResting = payables.length === 0 && dueAt === null && members.length === 0 && !isAwaited(member);
  return !isResting || claimedBy.length !== 1 || entity !== root.uscc;
}
