import type { policyV1 } from '@duixian/proto';
import { isPast } from '../policy/policy-commands.ts';
import type { PlanDocument, PlanMoney, PolicyStepsDocument } from '../store/policy-steps.ts';

export function planMessage({
  _id: digest,
  inForce,
  offered,
  from,
  isFirst,
  plannedAt,
  figures,
  isForOne,
  money,
}: PlanDocument): policyV1.PolicyPlan {
  const { facts, accounts, entities, risesFen, fallsFen, groups } = figures;
  return {
    ...{ digest, inForce, offered, isFirst, from: from ?? '', plannedAt: plannedAt.toISOString() },
    isForOne: isForOne === true,
    ...(money && { money: moneyMessage(money) }),
    changesPast: from !== null && isPast(from, plannedAt),
    figures: {
      ...{ risesFen, fallsFen, groups: groups.map((group) => ({ ...group })) },
      facts: BigInt(facts),
      accounts: BigInt(accounts),
      entities: BigInt(entities),
    },
  };
}

function moneyMessage({ orderedFen, recoverableFen, groups, lackingBudgets }: PlanMoney): policyV1.PlanMoney {
  return {
    ...{ orderedFen, recoverableFen },
    groups: groups.map((group) => ({ ...group })),
    lackingBudgets: lackingBudgets.map((budget) => ({ ...budget })),
  };
}

/** Undefined if none waits. */
export function proposalMessage({ steps, plan }: PolicyStepsDocument): policyV1.PolicyProposal | undefined {
  const { waiting } = steps;
  if (!waiting || !plan) return undefined;
  const { number, by, at, document: documentNo } = waiting;
  return { number: BigInt(number), by, at: at.toISOString(), documentNo, plan: planMessage(plan) };
}
