import { z } from 'zod';
import { document, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

const DIGEST = 'the digest of settings, 64 hexadecimal digits';

const digest = z
  .string({ error: DIGEST })
  .regex(/^[0-9a-f]{64}$/, { error: DIGEST })
  .describe('Of the settings that were read.');

export const paymentSettingsSchema = z
  .strictObject({
    digest: z.string().describe('SHA-256 over the rest, 64 hexadecimal digits.'),
    programmes: z
      .array(z.record(z.string(), z.unknown()))
      .describe('项目: which groups each pays, how, up to what, and from which budget.'),
    needsPayee: z.boolean().describe('Whether nothing is ordered before an account is confirmed.'),
    settleForMs: z.int().describe('How long an entitlement must be unchanged.'),
    demandAfterDays: z.int().describe('How long later payables may still settle what was paid too much.'),
  })
  .meta({ id: 'PaymentSettings' });

export const settingsChangedSchema = z.strictObject({
  isNew: z.boolean().describe('False where they were in force already.'),
});

const shared = { method: 'POST', tag: 'Money', answer: settingsChangedSchema } as const;

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

export const getSettings = route({
  method: 'GET',
  path: '/v1/policy/settings',
  access: ['read'],
  tag: 'Money',
  summary:
    'The payment settings in force, those that the last start offered, and what waits for a second person',
  summaryZh: '现行支付设置、启动时发现的待生效变更及待复核变更',
  description:
    'The settings in force are stored: another file of programmes, or another variable, is an offer and changes nothing.',
  answer: z.strictObject({
    inForce: paymentSettingsSchema,
    offered: paymentSettingsSchema.nullable().describe('What the last start found, if it differs.'),
    waiting: z
      .strictObject({
        ...{ number: z.int(), by: z.string(), at: z.string(), document: z.string() },
        settings: paymentSettingsSchema,
      })
      .nullable(),
    acts: z
      .array(
        z.strictObject({
          ...{ number: z.int(), event: z.string(), digest: z.string(), at: z.string() },
          ...{ by: z.string(), key: z.string(), because: z.string() },
        }),
      )
      .describe('The newest first, the last hundred.'),
  }),
  problems: ['unavailable'],
});

export const proposeSettings = route({
  ...shared,
  path: '/v1/policy/settings/propose',
  access: ['prepare'],
  summary: 'Propose the offered settings, on a document, for another person to apply',
  summaryZh: '经办人提出支付设置变更，待他人复核',
  body: requestBody({ settings: digest, document }),
  problems,
});

export const applySettings = route({
  ...shared,
  path: '/v1/policy/settings/apply',
  access: ['approve'],
  summary:
    'Put settings in force that another person proposed: they apply to everything decided from then on',
  summaryZh: '复核人批准支付设置变更',
  description: 'Refused: the person who proposed them, a machine.',
  body: requestBody({ settings: digest }),
  problems,
});

export const rejectSettings = route({
  ...shared,
  path: '/v1/policy/settings/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject the waiting settings; the person who proposed them withdraws them',
  summaryZh: '复核不通过，或撤回提议',
  body: requestBody({ settings: digest, reason: text.describe('Why.') }),
  problems,
});
