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
      .describe('Raised by a release that computes anything differently from the same packs.'),
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
            .describe('The first day on which it is not in force any more; null: until further notice.'),
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
  summary: 'The whole policy in force, and the one that the last start offered',
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
      .describe('What the last start found, if it differs; it changes nothing.'),
  }),
  problems: ['unavailable'],
});

const DIGEST = 'the digest of a plan, 64 hexadecimal digits';

const digest = z
  .string({ error: DIGEST })
  .regex(/^[0-9a-f]{64}$/, { error: DIGEST })
  .describe('Of the plan that was read.');

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
  summary: 'All facts under the policy in force and the offered one: what would change, one account per line',
  summaryZh: '政策变更测算：按现行与拟施行政策重算全部事实，逐户列出差异',
  description:
    'How many facts were computed so far, then each account that differs in the order of entity, year and group, and at last ' +
    'the plan. It changes nothing; its digest is what is proposed and applied. 409 where no other policy is offered.',
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
  summary: 'Propose a plan, on a document, for another person to apply',
  summaryZh: '经办人提出施行政策变更，待他人复核',
  description:
    'The same again has no effect. 409: it is out of date. One waits at most: another one replaces it. A plan that is ' +
    '`isForOne` may be applied by the person who proposed it as well.',
  body: requestBody({ plan: digest, document }),
  answer: policyProposalSchema,
});

export const applyPolicy = route({
  ...shared,
  method: 'POST',
  path: '/v1/policy/apply',
  access: ['approve'],
  summary: 'Put in force what another person proposed: then, and only then, claims change',
  summaryZh: '复核人批准施行政策变更',
  description:
    'All facts are computed once more before, so it takes as long as the plan; what facts since then changed is the ' +
    'difference of both. 409: something else was put in force since, its day has passed, or claims are still being recomputed after the last ' +
    'one. Refused: the person who proposed it, a machine.',
  body: requestBody({ plan: digest }),
  answer: z.strictObject({
    proposed: policyPlanSchema.describe('As it was proposed.'),
    applied: policyPlanSchema.describe('As it was when it was put in force.'),
    isNew: z.boolean().describe('False where this plan was in force already.'),
  }),
});

export const rejectPolicy = route({
  ...shared,
  method: 'POST',
  path: '/v1/policy/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject the waiting plan; the person who proposed it withdraws it',
  summaryZh: '复核不通过，或撤回提议',
  body: requestBody({ plan: digest, reason: text.describe('Why.') }),
  answer: z.strictObject({}),
});

export const listPolicyActs = route({
  method: 'GET',
  path: '/v1/policy/history',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'What was found, proposed and put in force, by whom and on which document; and what waits',
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
          digest: z.string().describe('Of the policy; of the plan for acts of persons.'),
          at: z.string(),
          by: z.string().describe('Empty: the system itself, at a start.'),
          key: z.string(),
          because: z.string().describe('The document or the reason.'),
        }),
      )
      .describe('The newest first.'),
    next: z.int().nullable().describe('`before` of the next page; null: that was all.'),
  }),
  problems: ['unavailable'],
});
