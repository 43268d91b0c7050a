import { policyV1 } from '@duixian/proto';
import { type Commands, type GrpcService, streaming, unary } from '@duixian/runtime';
import { type Authorization, defined } from '@duixian/values';
import type { NamedDifference, PlanStep } from '../policy/plan-policy.ts';
import type { AppliedPlan, PolicyCommands } from '../policy/policy-commands.ts';
import type { Collections } from '../store/collections.ts';
import { actorFrom } from './decision-message.ts';
import { planMessage, proposalMessage } from './policy-message.ts';

const MOST_ACTS = 200;

export function policyService(
  policies: PolicyCommands,
  collections: Collections,
  commands: Commands,
): GrpcService {
  const { plans } = policies;
  const methods = policyV1.PolicyServiceService;
  const implementation: policyV1.PolicyServiceServer = {
    planPolicy: streaming(async function* (): AsyncGenerator<policyV1.PlanPolicyResponse> {
      for await (const step of plans.ofOffer()) {
        if ('facts' in step) yield { said: { $case: 'facts', value: BigInt(step.facts) } };
        else if ('accounts' in step) yield { said: { $case: 'accounts', value: differencesMessage(step) } };
        else yield { said: { $case: 'plan', value: planMessage(step.plan) } };
      }
    }),
    sealPlan: unary(async ({ plan, plannedAt, money }) => {
      const sealed = await plans.seal(plan, new Date(plannedAt), defined(money, 'it says what was foretold'));
      return { plan: planMessage(sealed) };
    }),
    listPolicyActs: unary((request) => listActs(policies, collections, request)),
    proposePolicy: commands.unary(methods.proposePolicy, {
      decide: ({ actor, plan, documentNo }) => {
        const act: Authorization = { actor: actorFrom(actor), at: plans.clock.now(), because: documentNo };
        return policies.propose(plan, act);
      },
      answer: ({ document, isNew }) => ({ proposal: proposalMessage(document), isNew }),
    }),
    rejectPolicy: commands.unary(methods.rejectPolicy, {
      decide: ({ actor, plan, reason }) =>
        policies.reject(plan, { actor: actorFrom(actor), at: plans.clock.now(), because: reason }),
      answer: () => ({}),
    }),
    applyPolicy: commands.streaming(
      methods.applyPolicy,
      async function* ({
        actor,
        plan,
      }: policyV1.ApplyPolicyRequest): AsyncGenerator<policyV1.ApplyPolicyResponse> {
        for await (const step of policies.apply(plan, { actor: actorFrom(actor), because: '' })) {
          if ('facts' in step) yield { said: { $case: 'facts', value: BigInt(step.facts) } };
          else yield appliedMessage(step.applied);
        }
      },
      appliedMessage,
    ),
  };
  return { definition: methods, implementation };
}

async function listActs(
  policies: PolicyCommands,
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
  return { waiting: proposalMessage(await policies.now()), acts, next };
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

function appliedMessage({ proposed, applied, isNew }: AppliedPlan): policyV1.ApplyPolicyResponse {
  const value = { proposed: planMessage(proposed), applied: planMessage(applied), isNew };
  return { said: { $case: 'applied', value } };
}
