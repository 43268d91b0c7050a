import type { Session } from '@duixian/runtime';
import type { Collections } from './collections.ts';
import type { PolicyActDocument } from './stored-policy.ts';

/**
 * The policy in force by the acts, whatever was dropped of what is computed from facts; undefined: there
 * never was one.
 */
export async function inForceByActs(
  { policyActs }: Pick<Collections, 'policyActs'>,
  session: Session,
): Promise<{ readonly digest: string; readonly wasAgreed: boolean } | undefined> {
  const putting: PolicyActDocument['event'][] = ['taken', 'applied'];
  const [last] = await policyActs
    .find({ event: { $in: putting } }, { session })
    .sort({ _id: -1 })
    .limit(1)
    .toArray();
  return last && { digest: last.policy ?? last.digest, wasAgreed: last.event === 'applied' };
}

export async function recordPolicyAct(
  { policyActs }: Pick<Collections, 'policyActs'>,
  act: Omit<PolicyActDocument, '_id'>,
  session: Session,
  /** Known to be the first, so that no earlier one is looked for. */
  isFirst = false,
): Promise<void> {
  const [last] = isFirst ? [] : await policyActs.find({}, { session }).sort({ _id: -1 }).limit(1).toArray();
  await policyActs.insertOne({ _id: (last?._id ?? 0) + 1, ...act }, { session });
}
