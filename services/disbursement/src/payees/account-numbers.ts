import { type Session, writeGuarded } from '@duixian/runtime';
import type { Collections } from '../unit-of-work/collections.ts';
import { payeeFrom } from '../unit-of-work/load-ledger-session.ts';
import { hasAccount, type Payee } from './domain/payee.ts';

/** Who has an account, proposed or confirmed, by its number in digits only. */
export interface HoldersOfAccount {
  readonly accountNo: string;
  readonly holders: readonly Payee[];
  /** How often the number was proposed; 0: not since this is counted. */
  readonly version: number;
}

export async function readHolders(
  { payees, accountNumbers }: Collections,
  accountNo: string,
  session: Session,
): Promise<HoldersOfAccount> {
  const found = await payees
    .find({ 'proposals.accountNo': accountNo }, { session })
    .sort({ _id: 1 })
    .toArray();
  const holders = found.map(payeeFrom).filter((payee) => hasAccount(payee, accountNo));
  const known = await accountNumbers.findOne({ _id: accountNo }, { session });
  return { accountNo, holders, version: known?.version ?? 0 };
}

/**
 * Writes only if the version is the one that was read: two concurrent proposals of one number conflict here.
 */
export async function claimAccountNo(
  { accountNumbers }: Collections,
  { accountNo, version }: HoldersOfAccount,
  session: Session,
): Promise<void> {
  const after = { _id: accountNo, version: version + 1 };
  const before = version === 0 ? undefined : { _id: accountNo, version };
  await writeGuarded(accountNumbers, [{ before, after }], 'version', session);
}
