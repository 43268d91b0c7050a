import type { Policy } from '@duixian/policy';
import { type Database, transact } from '@duixian/runtime';
import { canonicalJson } from '@duixian/values';
import { contextKey } from '../domain/context-key.ts';
import type { PolicyState } from '../domain/context-state.ts';
import type { Collections } from '../store/collections.ts';

/**
 * Every fact leans on the policy and readings that its claims were made with. Started with others, awards raises them,
 * and computes every fact anew as with any other change that reaches far.
 */
export async function putInForce(
  policy: Policy,
  { contexts, reaches }: Collections,
  database: Database,
): Promise<'the same' | 'the first' | 'another'> {
  return transact(database, async (session) => {
    const held = await contexts.findOne({ _id: contextKey.policy }, { session });
    if (held?.state.kind === 'policy' && isInForce(policy, held.state)) return 'the same';
    const { packDigest, readings } = policy;
    const state = { kind: 'policy', packDigest, readings } as const;
    const version = (held?.version ?? 0n) + 1n;
    const context = { _id: contextKey.policy, version, guard: version, state };
    await contexts.replaceOne({ _id: contextKey.policy }, context, { session, upsert: true });
    if (!held) return 'the first';
    await reaches.replaceOne(
      { _id: contextKey.policy },
      { version, restates: false },
      { session, upsert: true },
    );
    return 'another';
  });
}

export function isInForce({ packDigest, readings }: Policy, stored: PolicyState): boolean {
  return stored.packDigest === packDigest && canonicalJson(stored.readings) === canonicalJson(readings);
}
