import { Problem } from '@duixian/local';
import {
  type AccountDifference,
  differsFrom,
  ENGINE_VERSION,
  type GroupDifference,
  groupDifferences,
  PassingFacts,
  PolicyComparison,
  policyOfPacks,
} from '@duixian/policy';
import { canonicalJson, sha256Hex } from '@duixian/values';
import type { PolicyAnswer } from '../system/policy-answer.ts';
import type { SystemClient } from '../system/system-client.ts';
import { storedFacts } from '../verify/stored-facts.ts';

/** What would move if what is offered were in force, over all facts that the registers hold now. */
export type Plan = {
  /** Of what is in force, what is offered and from when: facts that arrive later change figures, not this. */
  readonly digest: string;
  /** The first day of which the two say something else; null where they say the same. */
  readonly from: string | null;
  readonly facts: number;
  readonly accounts: readonly AccountDifference[];
  readonly groups: readonly GroupDifference[];
};

/** Facts pass once and are computed under both; what claims add up to is kept, the claims are not. */
export async function planOf({ inForce, offered }: PolicyAnswer, client: SystemClient): Promise<Plan> {
  if (!offered) throw new Problem('What lies there is in force: there is nothing to plan.');
  const known = [inForce, offered];
  if (known.some(({ engineVersion }) => engineVersion !== ENGINE_VERSION))
    throw new Problem(
      `This command has engine ${ENGINE_VERSION}; in force is engine ${inForce.engineVersion}, offered is engine ${offered.engineVersion}. It can compare what has its own engine alone.`,
    );
  const [now, next] = [
    policyOfPacks(inForce.packs, inForce.readings),
    policyOfPacks(offered.packs, offered.readings),
  ];
  const comparison = new PolicyComparison(now, next);
  const underNow = new PassingFacts(now, (claim) => comparison.addNow(claim));
  const underNext = new PassingFacts(next, (claim) => comparison.addThen(claim));
  for await (const some of storedFacts(client))
    for (const fact of some) {
      underNow.take(fact);
      underNext.take(fact);
    }
  underNow.end();
  underNext.end();
  const from = differsFrom(now, next) ?? null;
  const accounts = comparison.differences();
  const digest = sha256Hex(canonicalJson({ inForce: inForce.digest, offered: offered.digest, from }));
  return { digest, from, facts: underNow.count, accounts, groups: groupDifferences(accounts) };
}
