import { type Books, ledgerOf, markChanged } from '../books.ts';
import type { Terms } from '../order.ts';
import { settleChanged } from '../record-status.ts';
import {
  type Act,
  type BankAccount,
  confirm,
  newPayee,
  type Payee,
  type PayeeOutcome,
  type Proposal,
  proposalOf,
  propose,
  reject,
  type StandingAccount,
  suspend,
} from './payee.ts';

/** What somebody wants to do with the account of an entity. Numbers are those of proposals. */
export type PayeeAct =
  | { readonly propose: BankAccount }
  | { readonly confirm: number }
  | { readonly reject: number }
  | { readonly suspend: number };

/** Does it, and settles the entity: what waited for an account is ordered when one is confirmed. */
export function changePayee(
  books: Books,
  uscc: string,
  what: PayeeAct,
  act: Act,
  terms: Terms,
): PayeeOutcome {
  const root = ledgerOf(books, uscc);
  if (root.entity !== uscc) return { refusal: 'belongs-to-another' };
  const payee = books.payees.get(uscc) ?? newPayee(uscc);
  const outcome = outcomeOf();
  if ('refusal' in outcome || !outcome.isNew) return outcome;
  const { standing } = outcome.payee;
  books.payees.set(uscc, outcome.payee);
  if (standing === payee.standing) return outcome;
  const proposal = proposalOf(outcome.payee, standing);
  root.payee = proposal && standingAccount(outcome.payee, proposal);
  markChanged(books, root);
  settleChanged(books, terms);
  return outcome;

  function outcomeOf(): PayeeOutcome {
    if ('propose' in what) return propose(payee, root.name, what.propose, act);
    if ('confirm' in what) return confirm(payee, root.name, what.confirm, act);
    if ('reject' in what) return reject(payee, what.reject, act);
    return suspend(payee, what.suspend, act);
  }
}

function standingAccount(payee: Payee, { number, ...proposal }: Proposal): StandingAccount {
  const { accountName, accountNo, bankName, bankCode } = proposal;
  const note = payee.notes.findLast(({ event, number: of }) => event === 'confirm' && of === number);
  return { accountName, accountNo, bankName, bankCode, confirmedBy: note?.by ?? '' };
}
