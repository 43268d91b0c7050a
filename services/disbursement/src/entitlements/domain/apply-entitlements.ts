import { assert, type Fen, MAX_EXACT_FEN } from '@duixian/values';
import { allMembers, awaitVersion } from '../../ledger/domain/entity-versions.ts';
import { type Hold, type Ledger, payableOf } from '../../ledger/domain/ledger.ts';
import { type LedgerSession, ledgerOf, markChanged, post } from '../../ledger/domain/ledger-session.ts';
import { claimMembers, groupsChanged } from '../../ledger/domain/membership.ts';
import type { Terms } from '../../orders/domain/order.ts';
import { settle } from '../../orders/domain/settle.ts';

/** What awards publishes about an entity: whole states with versions, so that only the highest counts. */
export interface EntityState {
  readonly entity: string;
  readonly name: string;
  readonly entityVersion: bigint;
  readonly holds: readonly Hold[];
  readonly members: readonly string[];
  readonly accounts: readonly AccountState[];
  /** Which of how many parts of the state this is; 0 or absent: all of it. */
  readonly part?: number;
  readonly parts?: number;
  /** Only accounts: the rest of this version is in another message. */
  readonly accountsOnly?: boolean;
  /** For each of `members`, the version that its own state must have; empty or absent: any. */
  readonly memberVersions?: readonly bigint[];
}

export interface AccountState {
  readonly year: number;
  readonly group: string;
  readonly version: bigint;
  /** Meaningless while `beyondExact`. */
  readonly entitledFen: Fen;
  readonly beyondExact: boolean;
}

/**
 * Posts entitlements and settles the entities that they touch. All states of a batch are posted before
 * anything is settled, falls before rises; a state that is not newer than what is held has no effect.
 * Answers, per state, whether it changed something.
 */
export function applyEntitlements(
  session: LedgerSession,
  states: readonly EntityState[],
  terms: Terms,
): boolean[] {
  const changed = newestOf(states).map((state) => applyEntity(session, state));
  const changes = states.flatMap((state, index) =>
    state.accounts.map((account) => ({ index, ledger: ledgerOf(session, state.entity), account })),
  );
  for (const { index, ledger, account } of changes.filter(isFall)) {
    if (book(session, ledger, account, terms.now)) changed[index] = true;
  }
  for (const { index, ledger, account } of changes) {
    if (book(session, ledger, account, terms.now)) changed[index] = true;
  }
  for (const group of groupsChanged(session)) settle(session, group, terms);
  return changed;
}

/**
 * Of several states of an entity only the newest decides who belongs to it; of the others only the accounts
 * count.
 */
export function newestOf(states: readonly EntityState[]): EntityState[] {
  const newest = new Map<string, bigint>();
  for (const { entity, entityVersion, accountsOnly } of states)
    if (!accountsOnly && entityVersion > (newest.get(entity) ?? -1n)) newest.set(entity, entityVersion);
  return states.map((state) => {
    const isOlder = state.entityVersion < (newest.get(state.entity) ?? 0n);
    return isOlder ? { ...state, members: [], accountsOnly: true } : state;
  });
}

function applyEntity(session: LedgerSession, state: EntityState): boolean {
  const ledger = ledgerOf(session, state.entity);
  const namesFirst = ledger.name === '' && state.name !== '';
  if (namesFirst) ledger.name = state.name;
  const isChanged = state.accountsOnly
    ? awaitVersion(session, ledger, state.entityVersion)
    : takeVersion(session, ledger, state);
  if (namesFirst) markChanged(session, ledger);
  return isChanged || namesFirst;
}

function takeVersion(session: LedgerSession, ledger: Ledger, state: EntityState): boolean {
  if (state.entityVersion <= ledger.entityVersion) return false;
  awaitVersion(session, ledger, state.entityVersion);
  state.memberVersions?.forEach((version, index) => {
    const uscc = state.members[index];
    if (version > 0n && uscc !== undefined && uscc !== state.entity)
      awaitVersion(session, ledgerOf(session, uscc), version);
  });
  const members = allMembers(session, ledger, state);
  if (!members) return true;
  if (state.name !== '') ledger.name = state.name;
  ledger.entityVersion = state.entityVersion;
  ledger.holds = [...state.holds];
  claimMembers(session, ledger, members);
  markChanged(session, ledger);
  return true;
}

function isFall({ ledger, account }: { ledger: Ledger; account: AccountState }): boolean {
  return (
    !account.beyondExact && account.entitledFen < payableOf(ledger, account.year, account.group).entitledFen
  );
}

/** Brings one account to the state that awards published; false if a newer state is held already. */
function book(session: LedgerSession, ledger: Ledger, account: AccountState, now: Date): boolean {
  const { year, group, version } = account;
  const payable = payableOf(ledger, year, group);
  if (version <= payable.accountVersion) return false;
  payable.accountVersion = version;
  payable.beyondExact = account.beyondExact;
  markChanged(session, ledger);
  if (account.beyondExact) return true;
  assert(
    account.entitledFen >= 0n && account.entitledFen <= MAX_EXACT_FEN,
    'an entitlement is exact and not negative',
  );
  const changeFen = account.entitledFen - payable.entitledFen;
  if (changeFen > 0n) payable.standsSince = now;
  if (changeFen !== 0n) {
    post(session, ledger, { kind: 'entitlement', accountVersion: version }, [
      { year, group, book: 'entitled', fen: changeFen },
      { year, group, book: 'open', fen: changeFen },
    ]);
  }
  return true;
}
