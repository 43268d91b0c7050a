import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import type { policyV1 } from '@duixian/proto';
import { reading } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { actorOf } from '../access/actor-of.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import type { Services } from '../services.ts';
import { getPolicy } from './get.ts';
import { differenceJson, planJson, policyProposalJson } from './json.ts';
import { PlanMoney } from './plan-money.ts';

const planPolicy = endpoint(api.planPolicy, async (_, services) => {
  return streamFrom(planLines(services));
});

const proposePolicy = endpoint(api.proposePolicy, async ({ key, body }, { policies }) => {
  const { plan, document: documentNo } = body;
  const { proposal } = await policies.proposePolicy({ actor: actorOf(key), plan, documentNo });
  return policyProposalJson(defined(proposal, 'a proposal is answered'));
});

const applyPolicy = endpoint(api.applyPolicy, async ({ key, body }, { policies }) => {
  const steps = policies.applyPolicy({ actor: actorOf(key), plan: body.plan });
  let applied: policyV1.AppliedPolicy | undefined;
  for await (const { said } of reading<policyV1.ApplyPolicyResponse>(steps))
    if (said?.$case === 'applied') applied = said.value;
  const done = defined(applied, 'it ends with what was applied');
  return { proposed: planJson(done.proposed), applied: planJson(done.applied), isNew: done.isNew };
});

const rejectPolicy = endpoint(api.rejectPolicy, async ({ key, body }, { policies }) => {
  await policies.rejectPolicy({ actor: actorOf(key), ...body });
  return {};
});

const listPolicyActs = endpoint(api.listPolicyActs, async ({ query }, { policies }) => {
  const { waiting, acts, next } = await policies.listPolicyActs({ before: query.before ?? 0n, limit: 0 });
  return {
    waiting: waiting ? policyProposalJson(waiting) : null,
    acts: acts.map((act) => ({ ...act, number: exactNumber(act.number) })),
    next: next > 0n ? exactNumber(next) : null,
  };
});

/** Awards computes what changes, disbursement computes the orders that follow, and awards stores both. */
async function* planLines({ policies, foretelling }: Services): AsyncGenerator<string> {
  const money = new PlanMoney();
  for await (const { said } of reading<policyV1.PlanPolicyResponse>(policies.planPolicy({}))) {
    if (said?.$case === 'facts') yield lineOf({ facts: exactNumber(said.value) });
    if (said?.$case === 'accounts') {
      const { accounts, states } = said.value;
      const moved = money.add(accounts, await foretelling.foretellOrders({ states, asAgreed: true }));
      yield moved.map((one) => lineOf({ account: differenceJson(one) })).join('');
    }
    if (said?.$case === 'plan') {
      const { digest: plan, plannedAt } = said.value;
      const sealed = await policies.sealPlan({ plan, plannedAt, money: money.sums() });
      yield lineOf({ plan: planJson(sealed.plan) });
    }
  }
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

export const policyEndpoints: readonly Endpoint[] = [
  getPolicy,
  planPolicy,
  proposePolicy,
  applyPolicy,
  rejectPolicy,
  listPolicyActs,
];
