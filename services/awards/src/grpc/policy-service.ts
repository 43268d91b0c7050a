import { policyV1 } from '@duixian/proto';
import { type GrpcService, streaming, unary } from '@duixian/runtime';
import { type Authorization, defined } from '@duixian/values';
import type { NamedDifference, PlanStep } from '../policy/plan-policy.ts';
import type { AppliedPlan, PolicyCommands } from '../policy/policy-commands.ts';
import type { Collections } from '../store/collections.ts';
import { actorFrom } from './decision-message.ts';
import { planMessage, proposalMessage } from './policy-message.ts';

const MOST_ACTS = 200;

export function policyService(commands: PolicyCommands, collections: Collections): GrpcService {
  const { plans } = commands;
  const implementation: policyV1.PolicyServiceServer = {
    planPolicy: streaming(async function* (): AsyncGenerator<policyV1.PlanPolicyResponse> {
      for await (const step of plans.ofOffer()) {
        if ('facts' in step) yield { said: { $case: 'facts', value: BigInt(step.facts) } };
        else if ('accounts' in step) yield { said: { $case: 'accounts', value: differencesMessage(step) } };
        else yield { said: { $case: 'plan', value: planMessage(step.plan) } };
      }
    }),
    sealPlan: unary(async ({ plan, plannedAt, money }) => {
      const sealed = await plans.seal(plan, new Date(plannedAt), defined(money, 'the prediction is given'));
      return { plan: planMessage(sealed) };
    }),
    listPolicyActs: unary((request) => listActs(commands, collections, request)),
    proposePolicy: unary(async ({ actor, plan, documentNo }) => {
      const act: Authorization = { actor: actorFrom(actor), at: plans.clock.now(), because: documentNo };
      const { document, isNew } = await commands.propose(plan, act);
      return { proposal: proposalMessage(document), isNew };
    }),
    rejectPolicy: unary(async ({ actor, plan, reason }) => {
      await commands.reject(plan, { actor: actorFrom(actor), at: plans.clock.now(), because: reason });
      return {};
    }),
    applyPolicy: streaming(async function* ({ actor, plan }): AsyncGenerator<policyV1.ApplyPolicyResponse> {
      for await (const step of commands.apply(plan, { actor: actorFrom(actor), because: '' })) {
        if ('facts' in step) yield { said: { $case: 'facts', value: BigInt(step.facts) } };
        else yield { said: { $case: 'applied', value: appliedMessage(step.applied) } };
      }
    }),
  };
  return { definition: policyV1.PolicyServiceService, implementation };
}

async function listActs(
  commands: PolicyCommands,
  { policyActs }: Collections,
  { before, limit }: policyV1.ListPolicyActsRequest,
): Promise<policyV1.ListPolicyActsResponse> {
  const most = Math.min(limit || MOST_ACTS, MOST_ACTS);
  const older = before > 0n ? { _id: { $lt: Number(before) } } : {};
  const found = await policyActs
    .find(older)
    .sort({ _id: -1 })
    .limit(most + 1)
    .toArray();
  const acts = found.slice(0, most).map(({ _id, at, ...act }) => ({
    ...act,
    number: BigInt(_id),
    at: at.toISOString(),
  }));
  const next = found.length > most ? (acts.at(-1)?.number ?? 0n) : 0n;
  return { waiting: proposalMessage(await commands.now()), acts, next };
}

function differencesMessage({
  accounts,
  states,
}: Extract<PlanStep, { accounts: object }>): policyV1.AccountDifferences {
  return { accounts: accounts.map(differenceMessage), states: [...states] };
}

function differenceMessage(account: NamedDifference): policyV1.AccountDifference {
  const { nowUndecided, thenUndecided } = account;
  return { ...account, nowUndecided: BigInt(nowUndecided), thenUndecided: BigInt(thenUndecided) };
}

function appliedMessage({ proposed, applied, isNew }: AppliedPlan): policyV1.AppliedPolicy {
  return { proposed: planMessage(proposed), applied: planMessage(applied), isNew };
}
