import { compareCodePoints } from '@duixian/values';
import { type Books, ledgerOf, markChanged, noteClaim } from './books.ts';
import { isAwaited } from './entity-versions.ts';
import type { Ledger } from './ledger.ts';

/**
 * Who follows whom. Awards tells, per entity and version, which USCCs it stands for; each such claim is kept on both
 * sides (`members`, `claimedBy`), so that who a USCC follows is a function of the newest claims alone, in whatever order
 * they arrived. While claims do not fit together (a message is late), the group is contested and nothing is ordered.
 */
export function claimMembers(books: Books, root: Ledger, usccs: readonly string[]): void {
  const members = new Set(usccs);
  for (const uscc of root.members) {
    if (members.has(uscc)) continue;
    const member = ledgerOf(books, uscc);
    member.claimedBy = member.claimedBy.filter((claimant) => claimant !== root.uscc);
    books.claimed.get(root.uscc)?.delete(uscc);
    markChanged(books, member);
  }
  if (!root.members.every((uscc) => members.has(uscc)))
    root.members = root.members.filter((uscc) => members.has(uscc));
  joinMembers(books, root, usccs);
}

/** Beside those that it claims already: a part of the members, while the rest is still to come. */
export function joinMembers(books: Books, root: Ledger, usccs: readonly string[]): void {
  const members = new Set([...root.members, ...usccs]);
  members.delete(root.uscc);
  for (const uscc of members) {
    if (books.resting.get(uscc) === root.uscc) continue;
    const member = ledgerOf(books, uscc);
    if (member.claimedBy.includes(root.uscc)) continue;
    member.claimedBy = [...member.claimedBy, root.uscc].sort(compareCodePoints);
    noteClaim(books.claimed, root.uscc, uscc);
    markChanged(books, member);
  }
  if (root.members.length !== members.size) root.members = [...members].sort(compareCodePoints);
  markChanged(books, root);
}

/** An entity: the ledgers whose books count for it. */
export interface Group {
  root: Ledger;
  ledgers: Ledger[];
  isContested: boolean;
}

/** The groups that a decision must settle: those connected with a changed ledger. Sets who follows whom on the way. */
export function groupsChanged(books: Books): Group[] {
  const seen = new Set<string>();
  const groups: Group[] = [];
  for (const uscc of [...books.changed].sort(compareCodePoints)) {
    if (seen.has(uscc)) continue;
    const component = connectedWith(books, uscc);
    for (const ledger of component) seen.add(ledger.uscc);
    groups.push(...groupsOf(books, component));
  }
  return groups;
}

/** One entity among connected ledgers, as it stands. */
export function groupOf(books: Books, component: readonly Ledger[], entity: string): Group {
  return {
    root: ledgerOf(books, entity),
    ledgers: component.filter((ledger) => ledger.entity === entity),
    isContested: component.some((ledger) => isAwaited(ledger) || !rootOf(books, ledger).isClear),
  };
}

/** The ledgers that claims connect, in either direction. */
export function connectedWith(books: Books, uscc: string): Ledger[] {
  const found = new Map<string, Ledger>();
  const waiting = [uscc];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    const ledger = ledgerOf(books, next);
    found.set(next, ledger);
    for (const other of ledger.claimedBy) waiting.push(other);
    for (const other of books.claimed.get(next) ?? []) waiting.push(other);
  }
  return [...found.values()].sort((a, b) => compareCodePoints(a.uscc, b.uscc));
}

export function standsAlone({ members, claimedBy }: Pick<Ledger, 'members' | 'claimedBy'>): boolean {
  return members.length === 0 && claimedBy.length === 0;
}

function groupsOf(books: Books, component: readonly Ledger[]): Group[] {
  for (const ledger of component) {
    const { root } = rootOf(books, ledger);
    if (ledger.entity === root) continue;
    ledger.entity = root;
    markChanged(books, ledger);
  }
  const entities = new Set(component.map(({ entity }) => entity));
  return [...entities].map((entity) => groupOf(books, component, entity));
}

/**
 * A claim counts when nobody claims the claimant: what a former entity still says of its members is overruled by the one
 * that it joined itself.
 */
function rootOf(books: Books, ledger: Ledger): { root: string; isClear: boolean } {
  if (ledger.claimedBy.length === 0) return { root: ledger.uscc, isClear: true };
  const free = ledger.claimedBy.filter((claimant) => ledgerOf(books, claimant).claimedBy.length === 0);
  if (free[0] !== undefined) return { root: free[0], isClear: free.length === 1 };
  return { root: ledger.uscc, isClear: false };
}
