import { currentTraceparent, type Session } from '@duixian/runtime';
import { ledgerOf } from '../ledger/domain/ledger-session.ts';
import type { Decider } from '../unit-of-work/decider.ts';
import { payeeFrom } from '../unit-of-work/load-ledger-session.ts';
import { claimAccountNo, type HoldersOfAccount, readHolders } from './account-numbers.ts';
import { type ChangeOutcome, changePayee, type PayeeAct } from './domain/change-payee.ts';
import { type Payee, type PayeeAuthorization, proposalOf } from './domain/payee.ts';

/**
 * What officers do with the account of an entity: one decision on its ledgers, together with all other
 * entities that have the account concerned. A proposal also writes the number of the account, so that of two
 * concurrent proposals the second sees the first.
 */
export function changeAccount(
  decider: Decider,
  entity: string,
  what: PayeeAct,
  person: Omit<PayeeAuthorization, 'at'>,
): Promise<{ outcome: ChangeOutcome; name: string }> {
  const { collections } = decider;
  return decider.decideBeside<
    HoldersOfAccount | undefined,
    { outcome: ChangeOutcome; name: string; read?: HoldersOfAccount }
  >(currentTraceparent, {
    read: async (session) => {
      const accountNo = await accountIn(session);
      const read = accountNo === undefined ? undefined : await readHolders(collections, accountNo, session);
      return { scope: { usccs: [entity], payees: [entity] }, read };
    },
    decide: (ledgerSession, read, terms) => ({
      outcome: changePayee(ledgerSession, entity, what, { ...person, at: terms.now }, terms, read?.holders),
      name: ledgerOf(ledgerSession, entity).name,
      ...(read && { read }),
    }),
    write: async ({ outcome, read }, session) => {
      if ('propose' in what && read && 'payee' in outcome && outcome.isNew)
        await claimAccountNo(collections, read, session);
    },
  });

  /** The number of the account concerned; undefined: none that others could have. */
  async function accountIn(session: Session): Promise<string | undefined> {
    if ('propose' in what) return what.propose.accountNo;
    if (!('confirm' in what)) return undefined;
    const found = await collections.payees.findOne({ _id: entity }, { session });
    const payee: Payee | null = found && payeeFrom(found);
    return payee ? proposalOf(payee, what.confirm)?.accountNo : undefined;
  }
}
