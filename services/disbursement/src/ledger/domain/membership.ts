import { compareCodePoints } from '@duixian/values';
import { isAwaited, type Ledger } from './ledger.ts';
import { type LedgerSession, ledgerOf, markChanged, noteClaim } from './ledger-session.ts';

/**
 * Who follows whom. Awards publishes, per entity and version, which USCCs belong to it; each such claim is
 * kept on both sides (`members`, `claimedBy`), so that who a USCC follows depends only on the newest claims,
 * in whatever order they arrived. While claims do not fit together (a message is late), the group is
 * contested and nothing is ordered.
 */
export function claimMembers(session: LedgerSession, root: Ledger, usccs: readonly string[]): void {
  const members = new Set(usccs);
  for (const uscc of root.members) {
    if (members.has(uscc)) continue;
    const member = ledgerOf(session, uscc);
    member.claimedBy = member.claimedBy.filter((claimant) => claimant !== root.uscc);
    session.claimed.get(root.uscc)?.delete(uscc);
    markChanged(session, member);
  }
  if (!root.members.every((uscc) => members.has(uscc)))
    root.members = root.members.filter((uscc) => members.has(uscc));
  joinMembers(session, root, usccs);
}

/** Adds to the members that it claims already: a part of a state, while the rest is still to come. */
export function joinMembers(session: LedgerSession, root: Ledger, usccs: readonly string[]): void {
  const members = new Set([...root.members, ...usccs]);
  members.delete(root.uscc);
  for (const uscc of members) {
    if (session.resting.get(uscc) === root.uscc) continue;
    const member = ledgerOf(session, uscc);
    if (member.claimedBy.includes(root.uscc)) continue;
    member.claimedBy = [...member.claimedBy, root.uscc].sort(compareCodePoints);
    noteClaim(session.claimed, root.uscc, uscc);
    markChanged(session, member);
  }
  if (root.members.length !== members.size) root.members = [...members].sort(compareCodePoints);
  markChanged(session, root);
}

/** An entity: the ledgers that count for it. */
export interface Group {
  root: Ledger;
  ledgers: Ledger[];
  isContested: boolean;
}

/**
 * The groups that a decision must settle: those connected with a changed ledger. Also sets who follows whom.
 */
export function groupsChanged(session: LedgerSession): Group[] {
  const seen = new Set<string>();
  const groups: Group[] = [];
  for (const uscc of [...session.changed].sort(compareCodePoints)) {
    if (seen.has(uscc)) continue;
    const component = connectedWith(session, uscc);
    for (const ledger of component) seen.add(ledger.uscc);
    groups.push(...groupsOf(session, component));
  }
  return groups;
}

/** One entity among connected ledgers, in its current state. */
export function groupOf(session: LedgerSession, component: readonly Ledger[], entity: string): Group {
  return {
    root: ledgerOf(session, entity),
    ledgers: component.filter((ledger) => ledger.entity === entity),
    isContested: component.some((ledger) => isAwaited(ledger) || !rootOf(session, ledger).isClear),
  };
}

/** The entity that a USCC follows, with all who follow it. */
export function groupFor(session: LedgerSession, uscc: string): Group {
  return groupOf(session, connectedWith(session, uscc), ledgerOf(session, uscc).entity);
}

/** The ledgers that claims connect, in either direction. */
export function connectedWith(session: LedgerSession, uscc: string): Ledger[] {
  const found = new Map<string, Ledger>();
  const waiting = [uscc];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    const ledger = ledgerOf(session, next);
    found.set(next, ledger);
    for (const other of ledger.claimedBy) waiting.push(other);
    for (const other of session.claimed.get(next) ?? []) waiting.push(other);
  }
  return [...found.values()].sort((a, b) => compareCodePoints(a.uscc, b.uscc));
}

export function standsAlone({ members, claimedBy }: Pick<Ledger, 'members' | 'claimedBy'>): boolean {
  return members.length === 0 && claimedBy.length === 0;
}

function groupsOf(session: LedgerSession, component: readonly Ledger[]): Group[] {
  for (const ledger of component) {
    const { root } = rootOf(session, ledger);
    if (ledger.entity === root) continue;
    ledger.entity = root;
    markChanged(session, ledger);
  }
  const entities = new Set(component.map(({ entity }) => entity));
  return [...entities].map((entity) => groupOf(session, component, entity));
}

/**
 * A claim counts if nobody claims the claimant: what a former entity still claims is overruled by the entity
 * that it joined itself.
 */
function rootOf(session: LedgerSession, ledger: Ledger): { root: string; isClear: boolean } {
  if (ledger.claimedBy.length === 0) return { root: ledger.uscc, isClear: true };
  const free = ledger.claimedBy.filter((claimant) => ledgerOf(session, claimant).claimedBy.length === 0);
  if (free[0] !== undefined) return { root: free[0], isClear: free.length === 1 };
  return { root: ledger.uscc, isClear: false };
}
