import { isFactTypeName } from '@duixian/facts';
import type { awardsV1 } from '@duixian/proto';
import { recordId } from '@duixian/register';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';
import { heldFact } from '../store/held-fact.ts';
import { claimMessage } from './claim-message.ts';

/** The claims of one record, and of which revision; nothing about the accounts that they are in. */
export async function listClaims(
  { facts }: Collections,
  { factType, factSubject }: awardsV1.ListClaimsRequest,
): Promise<awardsV1.ListClaimsResponse> {
  if (!isFactTypeName(factType)) {
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, `factType: ${factType} is not a type of fact`);
  }
  const found = await facts.findOne({ _id: recordId(factType, factSubject) });
  if (!found) return { claims: [], factRevision: 0n };
  return {
    claims: factClaims(found).map(claimMessage),
    factRevision: BigInt(heldFact(found).data.revision),
  };
}
