import type { policyV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { actorOf } from '../access/actor-of.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { document, requestBody, text } from '../http/parameters.ts';
import { reading, streamFrom } from '../http/streams.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import type { Services } from '../services.ts';
import { getPolicy } from './get.ts';
import {
  differenceJson,
  differenceSchema,
  planJson,
  planSchema,
  policyProposalJson,
  policyProposalSchema,
} from './json.ts';
import { PlanMoney } from './plan-money.ts';

const DIGEST = 'the digest of a plan, 64 hexadecimal digits';
const digest = z
  .string({ error: DIGEST })
  .regex(/^[0-9a-f]{64}$/, { error: DIGEST })
  .describe('Of the plan that was looked at.');
const BEFORE = 'the number of an act';
const shared = {
  tag: 'Entitlements',
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
} as const;

const planPolicy = endpoint({
  ...shared,
  method: 'GET',
  path: '/v1/policy/plan',
  access: ['prepare', 'approve'],
  summary:
    'All facts under the policy in force and under what is offered: what would move, one account to a line',
  summaryZh: '政策变更测算：按现行与拟施行政策重算全部事实，逐户列出差异',
  description:
    'How many facts were computed so far, then each account that differs in the order of entity, year and group, and at last ' +
    'the plan. Nothing moves by it; its digest is what is proposed and applied. 409 where a start found nothing else.',
  answer: z.union([
    z.strictObject({ facts: count }),
    z.strictObject({ account: differenceSchema }),
    z.strictObject({ plan: planSchema }),
  ]),
  streams: 'application/x-ndjson',
  async handle(_, services) {
    return streamFrom(planLines(services));
  },
});

const proposePolicy = endpoint({
  ...shared,
  method: 'POST',
  path: '/v1/policy/propose',
  access: ['prepare'],
  summary: 'Put a plan forward, on a paper, for another person to apply',
  summaryZh: '经办人提出施行政策变更，待他人复核',
  description:
    'The same again has no effect. 409: it is out of date. One waits at most: another one takes its place. A plan that is ' +
    '`isForOne` waits for nobody: it is in force with this.',
  body: requestBody({ plan: digest, document }),
  answer: policyProposalSchema,
  async handle({ key, body }, { policies }) {
    const { plan, document: documentNo } = body;
    const { proposal } = await policies.proposePolicy({ actor: actorOf(key), plan, documentNo });
    return policyProposalJson(defined(proposal, 'a proposal is answered'));
  },
});

const applyPolicy = endpoint({
  ...shared,
  method: 'POST',
  path: '/v1/policy/apply',
  access: ['approve'],
  summary: 'Put in force what another person proposed: then, and only then, claims move',
  summaryZh: '复核人批准施行政策变更',
  description:
    'All facts are computed once more before, so it takes as long as the plan; by how much facts since moved it is the ' +
    'difference of both. 409: something else was put in force since, its day has passed, or claims still move after the last ' +
    'one. Refused: who proposed it, a machine.',
  body: requestBody({ plan: digest }),
  answer: z.strictObject({
    proposed: planSchema.describe('As it was proposed.'),
    applied: planSchema.describe('As it was when it was put in force.'),
    isNew: z.boolean().describe('False where it was in force by this plan already.'),
  }),
  async handle({ key, body }, { policies }) {
    const steps = policies.applyPolicy({ actor: actorOf(key), plan: body.plan });
    let applied: policyV1.AppliedPolicy | undefined;
    for await (const { said } of reading<policyV1.ApplyPolicyResponse>(steps))
      if (said?.$case === 'applied') applied = said.value;
    const done = defined(applied, 'it ends with what was applied');
    return { proposed: planJson(done.proposed), applied: planJson(done.applied), isNew: done.isNew };
  },
});

const rejectPolicy = endpoint({
  ...shared,
  method: 'POST',
  path: '/v1/policy/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not apply the plan that waits; whoever proposed it takes it back',
  summaryZh: '复核不通过，或撤回提议',
  body: requestBody({ plan: digest, reason: text.describe('Why.') }),
  answer: z.strictObject({}),
  async handle({ key, body }, { policies }) {
    await policies.rejectPolicy({ actor: actorOf(key), ...body });
    return {};
  },
});

const listPolicyActs = endpoint({
  method: 'GET',
  path: '/v1/policy/history',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'What was found, proposed and put in force, by whom and on what paper; and what waits',
  summaryZh: '政策施行历史与待复核变更',
  query: z.strictObject({
    before: z
      .string({ error: BEFORE })
      .regex(/^[1-9]\d{0,14}$/, { error: BEFORE })
      .transform(BigInt)
      .optional()
      .describe('`next` of the page before.'),
  }),
  answer: z.strictObject({
    waiting: policyProposalSchema.nullable().describe('Waits for another person.'),
    acts: z
      .array(
        z.strictObject({
          number: z.int(),
          event: z.string().describe('taken, offered, proposed, rejected or applied.'),
          digest: z.string().describe('Of the policy; of the plan where persons are at it.'),
          at: z.string(),
          by: z.string().describe('Empty: a start did it.'),
          key: z.string(),
          because: z.string().describe('The paper, or why.'),
        }),
      )
      .describe('The newest first.'),
    next: z.int().nullable().describe('`before` of the next page; null: that was all.'),
  }),
  problems: ['unavailable'],
  async handle({ query }, { policies }) {
    const { waiting, acts, next } = await policies.listPolicyActs({ before: query.before ?? 0n, limit: 0 });
    return {
      waiting: waiting ? policyProposalJson(waiting) : null,
      acts: acts.map((act) => ({ ...act, number: exactNumber(act.number) })),
      next: next > 0n ? exactNumber(next) : null,
    };
  },
});

/** Awards says what moves, disbursement what follows of it, and awards keeps both. */
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
