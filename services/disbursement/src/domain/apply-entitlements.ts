import { assert, type Fen, MAX_EXACT_FEN } from '@duixian/values';
import { type Books, ledgerOf, markChanged, post } from './books.ts';
import { type Hold, type Ledger, payableOf } from './ledger.ts';
import { claimMembers, groupsChanged } from './membership.ts';
import type { Terms } from './order.ts';
import { settle } from './settle.ts';

/** What awards says of an entity: whole states under versions, so that only the highest counts. */
export interface EntityState {
  readonly entity: string;
  readonly name: string;
  readonly entityVersion: bigint;
  readonly holds: readonly Hold[];
  readonly members: readonly string[];
  readonly accounts: readonly AccountState[];
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
 * Books entitlements and settles the entities they touch. All states of a batch are booked before anything is settled,
 * falls before rises; what is not newer than what is held has no effect. Answers, per state, whether it told something new.
 */
export function applyEntitlements(books: Books, states: readonly EntityState[], terms: Terms): boolean[] {
  const news = states.map((state) => applyEntity(books, state));
  const changes = states.flatMap((state, index) =>
    state.accounts.map((account) => ({ index, ledger: ledgerOf(books, state.entity), account })),
  );
  for (const { index, ledger, account } of changes.filter(isFall)) {
    if (book(books, ledger, account, terms.now)) news[index] = true;
  }
  for (const { index, ledger, account } of changes) {
    if (book(books, ledger, account, terms.now)) news[index] = true;
  }
  for (const group of groupsChanged(books)) settle(books, group, terms);
  return news;
}

function applyEntity(books: Books, state: EntityState): boolean {
  const ledger = ledgerOf(books, state.entity);
  const isNewer = state.entityVersion > ledger.entityVersion;
  const namesFirst = ledger.name === '' && state.name !== '';
  if (!isNewer && !namesFirst) return false;
  if (state.name !== '') ledger.name = state.name;
  if (isNewer) {
    ledger.entityVersion = state.entityVersion;
    ledger.holds = [...state.holds];
    claimMembers(books, ledger, state.members);
  }
  markChanged(books, ledger);
  return true;
}

function isFall({ ledger, account }: { ledger: Ledger; account: AccountState }): boolean {
  return (
    !account.beyondExact && account.entitledFen < payableOf(ledger, account.year, account.group).entitledFen
  );
}

/** Brings one account to what awards says; false where a newer state is held already. */
function book(books: Books, ledger: Ledger, account: AccountState, now: Date): boolean {
  const { year, group, version } = account;
  const payable = payableOf(ledger, year, group);
  if (version <= payable.accountVersion) return false;
  payable.accountVersion = version;
  payable.beyondExact = account.beyondExact;
  markChanged(books, ledger);
  if (account.beyondExact) return true;
  assert(
    account.entitledFen >= 0n && account.entitledFen <= MAX_EXACT_FEN,
    'an entitlement is exact and not negative',
  );
  const changeFen = account.entitledFen - payable.entitledFen;
  if (changeFen > 0n) payable.standsSince = now;
  if (changeFen !== 0n) {
    post(books, ledger, { kind: 'entitlement', accountVersion: version }, [
      { year, group, book: 'entitled', fen: changeFen },
      { year, group, book: 'open', fen: changeFen },
    ]);
  }
  return true;
}
