import { accountLine, claimLine, type Policy, SetHash } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { documentsRead } from '@duixian/runtime';
import type { AccountState } from '../domain/account-state.ts';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections, FactDocument } from '../store/collections.ts';

/** Over the accounts as they are stored and the claims as facts make them, each set by itself. */
export async function getSetHashes(
  policy: Policy,
  collections: Collections,
): Promise<awardsV1.GetFingerprintsResponse> {
  const accounts = new SetHash();
  const projection = { _id: 0, entity: 1, year: 1, group: 1, claimedFen: 1, entitledFen: 1, undecided: 1 };
  const standing = collections.accounts.find<Uint8Array>({ claims: { $gt: 0 } }, { raw: true, projection });
  for await (const batch of documentsRead<AccountState>(standing))
    for (const account of batch) accounts.add(accountLine(account));
  const claims = new SetHash();
  const making = collections.facts.find<Uint8Array>(
    { claims: { $exists: true } },
    { raw: true, projection: { claims: 1 } },
  );
  for await (const batch of documentsRead<Pick<FactDocument, '_id' | 'claims'>>(making))
    for (const fact of batch) for (const claim of factClaims(fact)) claims.add(claimLine(claim));
  return {
    policy: policy.id,
    readings: { ...policy.readings },
    accounts: `${accounts}`,
    claims: `${claims}`,
  };
}
