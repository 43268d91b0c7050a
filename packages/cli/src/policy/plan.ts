import { Problem } from '@duixian/local';
import { z } from 'zod';
import { ProgressLine } from '../report/progress-line.ts';
import type { SystemClient } from '../system/system-client.ts';

const fen = z.int().nullable();
const difference = z.object({
  entity: z.string(),
  entityName: z.string(),
  year: z.int(),
  group: z.string(),
  article: z.int(),
  nowFen: fen,
  thenFen: fen,
  nowUndecided: z.int(),
  thenUndecided: z.int(),
  orderedFen: fen,
  recoverableFen: fen,
});
export type Difference = z.output<typeof difference>;

const policyPlan = z.object({
  digest: z.string(),
  inForce: z.string(),
  offered: z.string(),
  from: z.string().nullable(),
  isFirst: z.boolean(),
  isForOne: z.boolean(),
  changesPast: z.boolean(),
  plannedAt: z.string(),
  facts: z.int(),
  accounts: z.int(),
  entities: z.int(),
  risesFen: fen,
  fallsFen: fen,
  orderedFen: fen,
  recoverableFen: fen,
  lackingBudgets: z.array(z.object({ fiscalYear: z.int(), programme: z.string(), lacksFen: fen })),
  groups: z.array(
    z.object({
      year: z.int(),
      group: z.string(),
      article: z.int(),
      nowFen: fen,
      thenFen: fen,
      risesFen: fen,
      fallsFen: fen,
      orderedFen: fen,
      recoverableFen: fen,
    }),
  ),
});
export type PolicyPlan = z.output<typeof policyPlan>;

export const policyProposal = z.object({
  number: z.int(),
  by: z.string(),
  at: z.string(),
  document: z.string(),
  plan: policyPlan,
});

export const appliedPolicy = z.object({ proposed: policyPlan, applied: policyPlan, isNew: z.boolean() });

const line = z.union([
  z.object({ facts: z.int() }),
  z.object({ account: difference }),
  z.object({ plan: policyPlan }),
]);

/** What the system computes of all its facts; each account that differs is told as it comes, for they may be many. */
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
