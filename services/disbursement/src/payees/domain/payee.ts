import { isNameOf } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import { PAYEE_TABLE, type PayeeEvent, type PayeeState } from './payee-table.ts';

/** Where money for an entity goes. */
export interface BankAccount {
  /** 户名: equal to the entity's name. */
  readonly accountName: string;
  /** 账号: digits. */
  readonly accountNo: string;
  /** 开户银行 */
  readonly bankName: string;
  /** 联行号 (CNAPS): 12 digits. */
  readonly bankCode: string;
}

/**
 * The confirmed account, and who confirmed it: nobody who confirmed one of a run's payees approves that run.
 */
export interface StandingAccount extends BankAccount {
  readonly confirmedBy: string;
}

/** An account as somebody proposed it. Never changed: a wrong one is proposed again. */
export interface Proposal extends BankAccount {
  /** Counts the proposals of the entity, from 1. */
  readonly number: number;
  readonly by: string;
  readonly at: Date;
  /** The paper on which it is proposed, such as the entity's letter. */
  readonly document: string;
  /** Other entities that have this account too, and why that is right; absent: none had it. */
  readonly sharedWith?: readonly string[];
  readonly sharedBecause?: string;
}

/** What happened, in order; never changed. */
export interface PayeeNote {
  readonly event: PayeeEvent;
  /** The number of the proposal concerned. */
  readonly number: number;
  readonly by: string;
  readonly at: Date;
  /** The paper for a proposal; the reason of a rejection or a suspension. */
  readonly because: string;
}

/** One per entity. */
export interface Payee {
  readonly uscc: string;
  readonly version: number;
  readonly proposals: readonly Proposal[];
  /** Numbers of proposals; null: none. */
  readonly waiting: number | null;
  readonly standing: number | null;
  readonly notes: readonly PayeeNote[];
}

export type PayeeRefusal =
  | 'nothing-proposed'
  | 'nothing-confirmed'
  /** The proposal that waits is not the one that was looked at. */
  | 'another-proposal'
  /** The person who proposes does not confirm. */
  | 'same-person'
  | 'unknown-entity'
  /** A branch (分公司): the account is that of the entity it belongs to. */
  | 'belongs-to-another'
  | 'name-differs';

export type PayeeOutcome =
  | { readonly payee: Payee; readonly isNew: boolean }
  | { readonly refusal: PayeeRefusal };

export function newPayee(uscc: string): Payee {
  return { uscc, version: 0, proposals: [], waiting: null, standing: null, notes: [] };
}

export function stateOf({ waiting, standing }: Payee): PayeeState {
  if (standing === null) return waiting === null ? 'none' : 'proposed';
  return waiting === null ? 'confirmed' : 'changing';
}

export function proposalOf(payee: Payee, number: number | null): Proposal | null {
  return payee.proposals.find((proposal) => proposal.number === number) ?? null;
}

/** Whether the account is confirmed for it, or waits. */
export function hasAccount(payee: Payee, accountNo: string): boolean {
  return [payee.waiting, payee.standing].some((number) => proposalOf(payee, number)?.accountNo === accountNo);
}

/** Proposes an account, for another person to confirm. The same account proposed again changes nothing. */
export function propose(
  payee: Payee,
  entityName: string,
  account: BankAccount,
  { by, at, because }: PayeeAuthorization,
): PayeeOutcome {
  const refusal = nameRefusal(account.accountName, entityName);
  if (refusal) return { refusal };
  const latest = proposalOf(payee, payee.waiting) ?? proposalOf(payee, payee.standing);
  if (latest && isSameAccount(latest, account)) return { payee, isNew: false };
  const number = payee.proposals.length + 1;
  const proposal = { ...account, number, by, at, document: because };
  return act({ ...payee, proposals: [...payee.proposals, proposal] }, 'propose', number, { by, at, because });
}

/** By a person other than the one who proposed it. From now on money goes there. */
export function confirm(
  payee: Payee,
  entityName: string,
  number: number,
  { by, at, because }: PayeeAuthorization,
): PayeeOutcome {
  if (payee.waiting === null && payee.standing === number) return { payee, isNew: false };
  const proposal = proposalOf(payee, payee.waiting);
  if (!proposal) return { refusal: 'nothing-proposed' };
  if (proposal.number !== number) return { refusal: 'another-proposal' };
  if (proposal.by === by) return { refusal: 'same-person' };
  const refusal = nameRefusal(proposal.accountName, entityName);
  return refusal ? { refusal } : act(payee, 'confirm', number, { by, at, because });
}

/** The waiting proposal is not confirmed; the person who made it may also withdraw it. */
export function reject(payee: Payee, number: number, why: PayeeAuthorization): PayeeOutcome {
  if (payee.waiting !== null && payee.waiting !== number) return { refusal: 'another-proposal' };
  return act(payee, 'reject', number, why);
}

/** Nothing more may be paid into the confirmed account. What was ordered before goes on. */
export function suspend(payee: Payee, number: number, why: PayeeAuthorization): PayeeOutcome {
  if (payee.standing !== null && payee.standing !== number) return { refusal: 'another-proposal' };
  return act(payee, 'suspend', number, why);
}

/** A step needs a reason, and no paper of its own. */
export type PayeeAuthorization = Omit<Authorization, 'document'> & { readonly because: string };

function act(
  payee: Payee,
  event: PayeeEvent,
  number: number,
  { by, at, because }: PayeeAuthorization,
): PayeeOutcome {
  const cell = PAYEE_TABLE[stateOf(payee)][event];
  if ('refused' in cell) return { refusal: cell.refused };
  if ('repeated' in cell) return { payee, isNew: false };
  const note = { event, number, by, at, because };
  return {
    payee: { ...payee, ...WHAT_STANDS[event](payee, number), notes: [...payee.notes, note] },
    isNew: true,
  };
}

const WHAT_STANDS: Record<
  PayeeEvent,
  (payee: Payee, number: number) => Partial<Pick<Payee, 'waiting' | 'standing'>>
> = {
  propose: (_, number) => ({ waiting: number }),
  confirm: (_, number) => ({ waiting: null, standing: number }),
  reject: () => ({ waiting: null }),
  suspend: () => ({ standing: null }),
};

function nameRefusal(accountName: string, entityName: string): PayeeRefusal | undefined {
  if (entityName === '') return 'unknown-entity';
  return isNameOf(accountName, entityName) ? undefined : 'name-differs';
}

function isSameAccount(one: BankAccount, other: BankAccount): boolean {
  return (
    one.accountName === other.accountName &&
    one.accountNo === other.accountNo &&
    one.bankName === other.bankName &&
    one.bankCode === other.bankCode
  );
}
