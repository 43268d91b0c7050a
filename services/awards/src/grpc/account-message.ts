import { capOf, type Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { type AccountState, isBeyondExact } from '../domain/account-state.ts';
import { referenceKey } from '../domain/reference-key.ts';
import type { Collections } from '../store/collections.ts';

export function accountMessage(policy: Policy, account: AccountState, partyName: string): awardsV1.Account {
  const { entity, year, group, claimedFen, entitledFen, undecided, version } = account;
  return {
    entity,
    year,
    group,
    capFen: capOf(policy, account) ?? undefined,
    claimedFen,
    entitledFen,
    undecided: BigInt(undecided),
    version,
    beyondExact: isBeyondExact(account),
    entityName: partyName || account.name,
  };
}

/** With the names of their party facts, if there are any. */
export async function accountMessages(
  policy: Policy,
  { referenceData }: Collections,
  accounts: readonly AccountState[],
): Promise<awardsV1.Account[]> {
  const keys = [...new Set(accounts.map(({ entity }) => referenceKey.party(entity)))];
  const found = await referenceData.find({ _id: { $in: keys } }).toArray();
  const names = new Map(found.map(({ _id, state }) => [_id, state.kind === 'party' ? state.name : '']));
  return accounts.map((account) =>
    accountMessage(policy, account, names.get(referenceKey.party(account.entity)) ?? ''),
  );
}
