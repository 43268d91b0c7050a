import { z } from 'zod';
import { count } from './amounts.ts';
import { document, requestBody, text } from './parameters.ts';
import { differenceSchema, policyPlanSchema, policyProposalSchema } from './policy-plan.ts';
import { route } from './route.ts';

const readings = z.record(z.string(), z.string()).describe('解释选项, each with its value.');

const sha256 = z.string().describe('64 hexadecimal digits.');

export const storedPolicySchema = z
  .strictObject({
    digest: sha256.describe('SHA-256 over packs, readings and engine, 64 hexadecimal digits.'),
    engineVersion: z
      .int()
      .describe('Raised by a release that computes anything otherwise under the same packs.'),
    readings,
    packs: z
      .array(
        z.strictObject({
          name: z.string().describe('Of its folder.'),
          text: z.string().describe('The pack as it was written, YAML.'),
          sha256,
          inForceFrom: z.string().describe('施行首日.'),
          inForceUntil: z
            .string()
            .nullable()
            .describe('The first day on which it no longer is; null: until further notice.'),
        }),
      )
      .describe('The editions of the policy, each for claims dated within its period.'),
  })
  .meta({ id: 'StoredPolicy' });

export const getPolicy = route({
  method: 'GET',
  path: '/v1/policy',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'By what policy it computes, whole, and what a start found beside it',
  summaryZh: '现行政策全文、解释选项，以及启动时发现的待生效变更',
  description:
    'What is in force is stored, and no file changes it: other packs, readings or another engine that a start finds are an ' +
    'offer.',
  answer: z.strictObject({
    policy: z.string().describe('政策版本.'),
    readings: readings.describe('解释选项, each with the value in force.'),
    inForce: storedPolicySchema,
    offered: storedPolicySchema
      .nullable()
      .describe('What the latest start found, where it is another; it changes nothing.'),
  }),
  problems: ['unavailable'],
});

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

export const planPolicy = route({
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
    z.strictObject({ plan: policyPlanSchema }),
  ]),
  streams: 'application/x-ndjson',
});

export const proposePolicy = route({
  ...shared,
  method: 'POST',
  path: '/v1/policy/propose',
  access: ['prepare'],
  summary: 'Put a plan forward, on a paper, for another person to apply',
  summaryZh: '经办人提出施行政策变更，待他人复核',
  description:
    'The same again has no effect. 409: it is out of date. One waits at most: another one takes its place. A plan that is ' +
    '`isForOne` may be applied by who proposed it as well.',
  body: requestBody({ plan: digest, document }),
  answer: policyProposalSchema,
});

export const applyPolicy = route({
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
    proposed: policyPlanSchema.describe('As it was proposed.'),
    applied: policyPlanSchema.describe('As it was when it was put in force.'),
    isNew: z.boolean().describe('False where it was in force by this plan already.'),
  }),
});

export const rejectPolicy = route({
  ...shared,
  method: 'POST',
  path: '/v1/policy/reject',
  access: ['prepare', 'approve'],
  summary: 'Do not apply the plan that waits; the person who proposed it takes it back',
  summaryZh: '复核不通过，或撤回提议',
  body: requestBody({ plan: digest, reason: text.describe('Why.') }),
  answer: z.strictObject({}),
});

export const listPolicyActs = route({
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
});
