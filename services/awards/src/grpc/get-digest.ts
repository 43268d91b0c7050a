import { capOf, type Policy, ResultDigest } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { batchesOf } from '@duixian/runtime';
import { type Fen, minFen } from '@duixian/values';
import { isBeyondExact } from '../domain/account-state.ts';
import { claimsInOrder } from '../store/claims-in-order.ts';
import type { Collections } from '../store/collections.ts';

/**
 * Over the accounts as they are stored, and the claims that facts make: if the two disagree, the digest
 * differs from that of `replay`. Both are streamed one by one, whatever their number.
 */
export async function getDigest(
  policy: Policy,
  collections: Collections,
): Promise<awardsV1.GetDigestResponse> {
  const digest = new ResultDigest();
  const beyondExact: string[] = [];
  let count = 0n;
  const kept = collections.accounts.find({ claims: { $gt: 0 } }).sort({ _id: 1 });
  for await (const batch of batchesOf(kept))
    for (const account of batch) {
      if (isBeyondExact(account)) beyondExact.push(account._id);
      digest.addAccount({ ...account, capFen: capOf(policy, account) });
      count += 1n;
    }
  const claims = await addClaims(policy, collections, digest);
  return { digest: beyondExact.length > 0 ? '' : digest.hex(), accounts: count, claims, beyondExact };
}

/** Each claim is granted what those before it in its account left. */
async function addClaims(policy: Policy, collections: Collections, digest: ResultDigest): Promise<bigint> {
  let count = 0n;
  let current = '';
  let leftFen: Fen = 0n;
  for await (const { claim, account, claimedFen } of claimsInOrder(collections)) {
    if (account !== current) leftFen = policy.engine.entitledFen(policy, { ...claim, claimedFen });
    current = account;
    count += 1n;
    if (claim.status === 'undecided') {
      digest.addClaim(claim);
      continue;
    }
    const grantedFen = minFen(leftFen, claim.amountFen);
    leftFen -= grantedFen;
    digest.addClaim({ ...claim, grantedFen });
  }
  return count;
}
