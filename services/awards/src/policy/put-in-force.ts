import { policyOfPacks } from '@duixian/policy';
import type { Session } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { referenceKey } from '../domain/reference-key.ts';
import { stateOf } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';

/**
 * Every fact depends on the policy that its claims were made by. Raising it is a change with a large
 * invalidation like any other: the stored invalidation recomputes all facts, after a crash too, and an entity
 * of which a sum changes is held until all are recomputed.
 */
export async function putInForce(digest: string, collections: Collections, session: Session): Promise<void> {
  const { referenceData, invalidations, policies } = collections;
  const state = await stateOf(collections, session);
  const stored = defined(await policies.findOne({ _id: digest }, { session }), 'what is applied is stored');
  const { packDigest, readings } = policyOfPacks(stored.packs, stored.readings);
  const { awaitsAgreement: _, ...agreed } = state;
  const offered = state.offered === digest ? '' : (state.offered ?? '');
  const held = defined(
    await referenceData.findOne({ _id: referenceKey.policy }, { session }),
    'it has a state',
  );
  const isSame = state.digest === digest;
  const version = held.version + (isSame ? 0n : 1n);
  const after = { ...agreed, packDigest, readings, digest, offered };
  const context = { _id: referenceKey.policy, version, guard: held.guard + 1n, state: after };
  await referenceData.replaceOne({ _id: referenceKey.policy, guard: held.guard }, context, { session });
  // An empty system took this policy, and two persons agreed to it unchanged: no claim changes.
  if (isSame) return;
  const invalidated = { $max: { version, restates: true } };
  await invalidations.updateOne({ _id: referenceKey.policy }, invalidated, { session, upsert: true });
}
