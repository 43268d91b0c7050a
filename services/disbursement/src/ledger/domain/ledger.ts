import type { Fen } from '@duixian/values';
import type { StandingAccount } from '../../payees/domain/payee.ts';
import { type AccountBalances, emptyBalances } from './entry.ts';

/** What awards publishes as a reason to hold an entity. */
export type Hold = 'parent-circle' | 'restating' | 'too-many-members';

/**
 * The ledger accounts of one account (year, cap group) under one USCC, with what is known in addition to the
 * sums.
 */
export interface Payable extends AccountBalances {
  /** The highest version of the entitlement received. */
  accountVersion: bigint;
  /** The total is beyond exact integers: `entitledFen` is the last exact one, and nothing is ordered. */
  beyondExact: boolean;
  /** Numbers the orders issued from this payable. */
  orderCount: number;
  /** When the entitlement last rose (SETTLE_FOR_MS). */
  standsSince: Date;
  /** Since when it is overpaid; null: it is not. */
  shortSince: Date | null;
  /** The released order whose amount is open again: the next order names it. Empty: none. */
  replaces: string;
  /** It would have passed the cap of a day, and has waited for a person since: a payment run takes it. */
  isBeyondDay: boolean;
}

/**
 * The members of an entity that have to be read with it. All other members have no money and wait for
 * nothing, and only this entity claims them: they cannot matter to a decision. Valid while `asOf` is the
 * version of the ledger: a release that does not know this field raises the version and leaves the field
 * unchanged, and then all members are read again.
 */
export interface ActiveMembers {
  readonly usccs: readonly string[];
  readonly asOf: number;
}

/** A state of an entity of which not all parts were received yet. */
export interface IncompleteState {
  version: bigint;
  parts: number;
  received: number[];
  members: string[];
}

/**
 * What was paid straight through (直达) under a USCC: its orders without a payment run, in flight or paid, less
 * what was released of them. Valid while `asOf` is the version of the ledger: a release that does not know
 * this field raises the version and leaves the field unchanged, and then it is added up from the orders
 * again.
 */
export interface StraightThrough {
  readonly asOf: number;
  readonly sums: readonly StraightSum[];
}

export interface StraightSum {
  /** The fiscal year of issue. */
  readonly fiscalYear: number;
  readonly programme: string;
  readonly fen: Fen;
}

/**
 * All that is known about one USCC. A payable stays under the USCC under which its orders were issued; what
 * an entity is owed is the sum over the ledgers that follow it. So a change of parent moves no money: it
 * changes who follows whom, and can be undone.
 */
export interface Ledger {
  uscc: string;
  /** How often the ledger was written; 0: never. Every decision for an entity raises that of its root. */
  version: number;
  /** The USCC that this ledger counts for: its entity. */
  entity: string;
  entityVersion: bigint;
  holds: Hold[];
  /** The highest version that any message named; above `entityVersion` while that state is still to come. */
  awaitedVersion: bigint;
  /** A newer state of which some parts were received; null: none. */
  incomplete: IncompleteState | null;
  /** The other USCCs that belong to this one, as awards published them with `entityVersion`. */
  members: string[];
  /** The members that a decision has to read; null: all, or there are none. */
  activeMembers: ActiveMembers | null;
  /** The USCCs whose `members` name this one. One, or none; several only while messages are in flight. */
  claimedBy: string[];
  name: string;
  payables: Payable[];
  /** When the first open amount will have settled long enough; on the root of an entity. */
  dueAt: Date | null;
  /** The confirmed account of the entity; on its root. */
  payee: StandingAccount | null;
  /** What was paid straight through under this USCC; null: it has to be added up from the orders. */
  straightThrough: StraightThrough | null;
}

export function newLedger(uscc: string): Ledger {
  return {
    uscc,
    version: 0,
    entity: uscc,
    entityVersion: 0n,
    holds: [],
    awaitedVersion: 0n,
    incomplete: null,
    members: [],
    activeMembers: null,
    claimedBy: [],
    name: '',
    payables: [],
    dueAt: null,
    payee: null,
    straightThrough: { asOf: 0, sums: [] },
  };
}

export function payableOf(ledger: Ledger, year: number, group: string): Payable {
  const known = ledger.payables.find((payable) => payable.year === year && payable.group === group);
  if (known) return known;
  const payable: Payable = {
    ...emptyBalances(year, group),
    accountVersion: 0n,
    beyondExact: false,
    orderCount: 0,
    standsSince: new Date(0),
    shortSince: null,
    replaces: '',
    isBeyondDay: false,
  };
  ledger.payables.push(payable);
  return payable;
}

export function isAwaited({ entityVersion, awaitedVersion }: Ledger): boolean {
  return entityVersion < awaitedVersion;
}
