import { Outbox } from '@duixian/messaging';
import { ENGINES, findPacks, type PackText } from '@duixian/policy';
import { type Database, DatabaseClock } from '@duixian/runtime';
import { type Actor, defined } from '@duixian/values';
import { POLICY, type Readings } from './awards-for-tests.ts';
import type { NamedDifference } from './policy/plan-policy.ts';
import { Plans } from './policy/plans.ts';
import { type AppliedPlan, PolicyCommands } from './policy/policy-commands.ts';
import { EntitlementEvents } from './projection/entitlement-events.ts';
import { PolicyInForce } from './projection/policy-in-force.ts';
import { openCollections } from './store/collections.ts';
import { openPolicySteps, type PlanDocument } from './store/policy-steps.ts';
import { knownPolicy } from './store/stored-policy.ts';

export const PACKS = findPacks(POLICY);
export const OTHERS = { R1: 'apart', R2: 'both', R4: 'difference', R5: 'paid', R6: 'signed' };
const person = (name: string, ...scopes: string[]): Actor => ({
  ...{ person: name, key: `${name}-key`, kind: 'person', scopes, isWhole: false },
});
export const LI = person('li', 'prepare');
export const SUN = person('sun', 'prepare', 'approve');
export const WANG = person('wang', 'approve');
export const ROBOT: Actor = { ...person('robot', 'approve'), kind: 'machine' };

/** The commands of another process whose start found these packs and readings. */
export async function offer(
  database: Database,
  packs: readonly PackText[],
  readings: Readings,
  engines = ENGINES,
): Promise<PolicyCommands> {
  const collections = await openCollections(database);
  const clock = await DatabaseClock.open(database);
  const { inForce } = await PolicyInForce.open(
    knownPolicy(packs, readings, engines),
    collections,
    database,
    clock,
    {
      engines,
    },
  );
  const steps = await openPolicySteps(database);
  const plans = new Plans(inForce, collections, steps, clock);
  const events = new EntitlementEvents(new Outbox(database), collections);
  const after = { invalidated: () => {}, publish: async () => {} };
  return new PolicyCommands(database, collections, steps, plans, events, after);
}

export async function planned(
  commands: PolicyCommands,
): Promise<{ accounts: NamedDifference[]; plan: PlanDocument }> {
  const accounts: NamedDifference[] = [];
  let plan: PlanDocument | undefined;
  for await (const step of commands.plans.ofOffer()) {
    if ('accounts' in step) accounts.push(...step.accounts);
    if ('plan' in step) plan = step.plan;
  }
  return { accounts, plan: defined(plan, 'it ends with the plan') };
}

export async function applied(commands: PolicyCommands, digest: string, actor = WANG): Promise<AppliedPlan> {
  let done: AppliedPlan | undefined;
  for await (const step of commands.apply(digest, { actor, because: '' }))
    if ('applied' in step) done = step.applied;
  return defined(done, 'it ends with what was applied');
}

export function proposed(commands: PolicyCommands, digest: string, actor = LI) {
  return commands.propose(digest, { actor, at: commands.plans.clock.now(), because: '郑政〔2027〕1号' });
}
