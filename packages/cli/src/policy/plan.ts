import { answerReader, planPolicy } from '@duixian/api';
import { Problem } from '@duixian/local/folder';
import type { z } from 'zod';
import { ProgressLine } from '../report/progress-line.ts';
import type { PolicyPlan } from '../system/answers.ts';
import type { SystemClient } from '../system/system-client.ts';

const line = answerReader(planPolicy.answer);
type Line = z.output<typeof line>;
export type Difference = Extract<Line, { account: object }>['account'];

/**
 * What the system computes for all its facts; differing accounts are printed as they arrive, because there may be many.
 */
export async function planOf(
  client: SystemClient,
  onDifference: (account: Difference) => void,
): Promise<PolicyPlan> {
  const progress = new ProgressLine(undefined);
  let counted = 0;
  let plan: PolicyPlan | undefined;
  for await (const value of client.lines('/v1/policy/plan')) {
    const message = line.parse(value);
    if ('plan' in message) plan = message.plan;
    else if ('account' in message) onDifference(message.account);
    else {
      progress.answered(message.facts - counted);
      counted = message.facts;
    }
  }
  progress.done();
  if (!plan) throw new Problem('The plan broke off before its end. Try again.');
  return plan;
}
