import { policyOfPacks } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { sha256Hex } from '@duixian/values';
import { type PolicyInForce, stateOf } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';
import type { PolicyContent } from '../store/stored-policy.ts';

/** The policy in force, whole, and also what the latest start found, if that differs. */
export async function getPolicy(
  inForce: PolicyInForce,
  collections: Collections,
): Promise<awardsV1.GetPolicyResponse> {
  const { id, readings } = await inForce.read();
  const { digest, content } = inForce.known;
  const { offered = '' } = await stateOf(collections);
  const other = offered === '' ? null : await collections.policies.findOne({ _id: offered });
  return {
    policy: id,
    readings: { ...readings },
    inForce: storedPolicy(digest, content),
    offered: other ? storedPolicy(offered, other) : undefined,
  };
}

function storedPolicy(
  digest: string,
  { packs, readings, engineVersion }: PolicyContent,
): awardsV1.StoredPolicy {
  const { editions } = policyOfPacks(packs, readings);
  const editionOf = (sha256: string) => editions.find(({ packDigest }) => packDigest === sha256);
  return {
    digest,
    engineVersion,
    readings: { ...readings },
    packs: packs.map(({ name, text }) => {
      const sha256 = sha256Hex(text);
      const edition = editionOf(sha256);
      const inForceUntil = edition?.inForceUntil ?? '';
      return { name, text, sha256, inForceFrom: edition?.inForceFrom ?? '', inForceUntil };
    }),
  };
}
