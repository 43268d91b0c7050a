import { accountLine, claimLine, Fingerprint, type Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { batchesOf } from '@duixian/runtime';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';

/** Over the accounts as they are kept and the claims as facts make them, each set by itself. */
export async function getFingerprints(
  policy: Policy,
  collections: Collections,
): Promise<awardsV1.GetFingerprintsResponse> {
  const accounts = new Fingerprint();
  const projection = { _id: 0, entity: 1, year: 1, group: 1, claimedFen: 1, entitledFen: 1, undecided: 1 };
  for await (const batch of batchesOf(collections.accounts.find({ claims: { $gt: 0 } }, { projection })))
    for (const account of batch) accounts.add(accountLine(account));
  const claims = new Fingerprint();
  const making = collections.facts.find({ claims: { $exists: true } }, { projection: { claims: 1 } });
  for await (const batch of batchesOf(making))
    for (const fact of batch) for (const claim of factClaims(fact)) claims.add(claimLine(claim));
  return {
    policy: policy.id,
    readings: { ...policy.readings },
    accounts: `${accounts}`,
    claims: `${claims}`,
  };
}
