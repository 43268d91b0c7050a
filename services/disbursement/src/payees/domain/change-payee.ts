import { type LedgerSession, ledgerOf, markChanged } from '../../ledger/domain/ledger-session.ts';
import type { Terms } from '../../orders/domain/order.ts';
import { settleChanged } from '../../orders/domain/record-status.ts';
import {
  type BankAccount,
  confirm,
  newPayee,
  type Payee,
  type PayeeAuthorization,
  type PayeeOutcome,
  type Proposal,
  proposalOf,
  propose,
  reject,
  type StandingAccount,
  suspend,
} from './payee.ts';

/** What somebody wants to do with the account of an entity. The numbers are those of proposals. */
export type PayeeAct =
  /** `sharedBecause`: why it may also be the account of another entity. */
  | { readonly propose: BankAccount; readonly sharedBecause?: string }
  | { readonly confirm: number }
  | { readonly reject: number }
  | { readonly suspend: number };

export type ChangeOutcome =
  | PayeeOutcome
  /**
   * One account belongs to one entity: these entities have it, and no reason was given why this one has it
   * too.
   */
  | { readonly refusal: 'account-of-another'; readonly of: readonly string[] };

/**
 * Changes the account and settles the entity: what waited for an account is ordered when one is confirmed.
 * `holders`: all entities that have the account concerned, proposed or confirmed.
 */
export function changePayee(
  session: LedgerSession,
  uscc: string,
  what: PayeeAct,
  act: PayeeAuthorization,
  terms: Terms,
  holders: readonly Payee[] = [],
): ChangeOutcome {
  const root = ledgerOf(session, uscc);
  if (root.entity !== uscc) return { refusal: 'belongs-to-another' };
  const payee = session.payees.get(uscc) ?? newPayee(uscc);
  const done = outcomeOf();
  if ('refusal' in done || !done.isNew) return done;
  const outcome = amongOthers(done.payee, what, othersThan(session, uscc, holders));
  if ('refusal' in outcome) return outcome;
  const { standing } = outcome.payee;
  session.payees.set(uscc, outcome.payee);
  if (standing === payee.standing) return outcome;
  const proposal = proposalOf(outcome.payee, standing);
  root.payee = proposal && standingAccount(outcome.payee, proposal);
  markChanged(session, root);
  settleChanged(session, terms);
  return outcome;

  function outcomeOf(): PayeeOutcome {
    if ('propose' in what) return propose(payee, root.name, what.propose, act);
    if ('confirm' in what) return confirm(payee, root.name, what.confirm, act);
    if ('reject' in what) return reject(payee, what.reject, act);
    return suspend(payee, what.suspend, act);
  }
}

/** A branch that joined the entity no longer has an account of its own. */
function othersThan(session: LedgerSession, uscc: string, holders: readonly Payee[]): string[] {
  return holders
    .map((holder) => holder.uscc)
    .filter((other) => {
      const entity = session.ledgers.get(other)?.entity ?? session.resting.get(other);
      return other !== uscc && entity !== uscc;
    });
}

/** The proposal names the other entities that have the account; a confirmation covers those, and no other. */
function amongOthers(
  payee: Payee,
  what: PayeeAct,
  others: readonly string[],
): { readonly payee: Payee; readonly isNew: true } | Extract<ChangeOutcome, { of: readonly string[] }> {
  if ('propose' in what) {
    const { sharedBecause = '' } = what;
    if (others.length === 0) return { payee, isNew: true };
    if (sharedBecause === '') return { refusal: 'account-of-another', of: others };
    const shared = { sharedWith: others, sharedBecause };
    const proposals = payee.proposals.map((one, index) =>
      index === payee.proposals.length - 1 ? { ...one, ...shared } : one,
    );
    return { payee: { ...payee, proposals }, isNew: true };
  }
  if (!('confirm' in what)) return { payee, isNew: true };
  const known = proposalOf(payee, what.confirm)?.sharedWith ?? [];
  const unsaid = others.filter((other) => !known.includes(other));
  return unsaid.length > 0 ? { refusal: 'account-of-another', of: unsaid } : { payee, isNew: true };
}

function standingAccount(payee: Payee, { number, ...proposal }: Proposal): StandingAccount {
  const { accountName, accountNo, bankName, bankCode } = proposal;
  const note = payee.notes.findLast(({ event, number: of }) => event === 'confirm' && of === number);
  return { accountName, accountNo, bankName, bankCode, confirmedBy: note?.by ?? '' };
}
