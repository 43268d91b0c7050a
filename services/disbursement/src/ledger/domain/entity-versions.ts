import type { Ledger } from './ledger.ts';
import { type LedgerSession, markChanged } from './ledger-session.ts';
import { joinMembers } from './membership.ts';

interface Part {
  readonly entityVersion: bigint;
  readonly members: readonly string[];
  readonly part?: number;
  readonly parts?: number;
}

/**
 * Messages name the versions that they belong with. Until that state of the entity is received, what is known
 * of it is only a part, and nothing is ordered for it (`contested`): so neither order nor size of messages
 * can make half a move count. Answers whether the version was unknown until now.
 */
export function awaitVersion(session: LedgerSession, ledger: Ledger, version: bigint): boolean {
  if (version <= ledger.awaitedVersion) return false;
  ledger.awaitedVersion = version;
  markChanged(session, ledger);
  return true;
}

/**
 * The members that a state names, once all its parts were received; undefined until then. Members join part
 * by part, because all of a large entity would be too much for one transaction.
 */
export function allMembers(
  session: LedgerSession,
  ledger: Ledger,
  { entityVersion: version, members, part = 0, parts = 0 }: Part,
): readonly string[] | undefined {
  const known = ledger.incomplete;
  if (parts === 0) {
    if (known && known.version <= version) ledger.incomplete = null;
    return members;
  }
  if (known && known.version > version) return undefined;
  const isSame = known?.version === version && known.parts === parts;
  const incomplete = isSame ? known : { version, parts, received: [], members: [] };
  if (!incomplete.received.includes(part)) {
    incomplete.received.push(part);
    incomplete.members.push(...members);
    joinMembers(session, ledger, members);
    markChanged(session, ledger);
  }
  const isComplete = incomplete.received.length === parts;
  ledger.incomplete = isComplete ? null : incomplete;
  return isComplete ? incomplete.members : undefined;
}
