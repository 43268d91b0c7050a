import {
  capOf,
  type FactClaim,
  type FilledAccount,
  fillAccount,
  type Policy,
  resultDigest,
} from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { batchesOf } from '@duixian/runtime';
import { accountId, isBeyondExact } from '../domain/account-state.ts';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';

/**
 * Over the accounts as they are kept, each with the claims that facts make in it: where the two disagree, the digest is
 * not that of `replay`.
 */
export async function getDigest(
  policy: Policy,
  { accounts, facts }: Collections,
): Promise<awardsV1.GetDigestResponse> {
  const byAccount = new Map<string, FactClaim[]>();
  let claims = 0n;
  const found = facts.find({ claims: { $exists: true } }, { projection: { claims: 1 } });
  for await (const batch of batchesOf(found)) {
    for (const claim of batch.flatMap(factClaims)) {
      const id = accountId(claim);
      const known = byAccount.get(id);
      if (known) known.push(claim);
      else byAccount.set(id, [claim]);
      claims += 1n;
    }
  }
  const filled: FilledAccount[] = [];
  const beyondExact: string[] = [];
  for await (const account of accounts.find({ claims: { $gt: 0 } }).sort({ _id: 1 })) {
    const { _id, entity, year, group, claimedFen, entitledFen, undecided } = account;
    if (isBeyondExact(account)) beyondExact.push(_id);
    const own = byAccount.get(_id) ?? [];
    const capFen = capOf(policy, group);
    const granted = own.length > 0 ? fillAccount(policy, own).claims : [];
    filled.push({ entity, year, group, capFen, claimedFen, entitledFen, undecided, claims: granted });
  }
  const digest = beyondExact.length > 0 ? '' : resultDigest(filled);
  return { digest, accounts: BigInt(filled.length), claims, beyondExact };
}
