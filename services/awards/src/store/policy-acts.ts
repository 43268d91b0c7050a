import type { Session } from '@duixian/runtime';
import type { Collections } from './collections.ts';
import type { PolicyActDocument } from './stored-policy.ts';

export async function recordPolicyAct(
  { policyActs }: Pick<Collections, 'policyActs'>,
  act: Omit<PolicyActDocument, '_id'>,
  session: Session,
): Promise<void> {
  const [last] = await policyActs.find({}, { session }).sort({ _id: -1 }).limit(1).toArray();
  await policyActs.insertOne({ _id: (last?._id ?? 0) + 1, ...act }, { session });
}
