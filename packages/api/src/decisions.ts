import { FACT_TYPE_NAMES } from '@duixian/facts';
import { z } from 'zod';
import { previewSchema, proposedSchema } from './decision-preview.ts';
import {
  day,
  document,
  givenId,
  name,
  next,
  page,
  proposalNumber,
  requestBody,
  text,
  uscc,
} from './parameters.ts';
import { route } from './route.ts';

const YEAR = 'a year from 1 to 9999';

const scopeYear = z.int({ error: YEAR }).min(1, { error: YEAR }).max(9_999, { error: YEAR });

const FEN = 'a whole number of fen from 0 to 9,999,999,999,999';

const fen = z.int({ error: FEN }).min(0, { error: FEN }).max(9_999_999_999_999, { error: FEN });

const scope = z
  .strictObject({
    fact: z
      .strictObject({
        type: z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }),
        subject: givenId,
      })
      .optional(),
    entity: uscc.optional(),
    year: scopeYear.optional(),
  })
  .describe('{"fact"}, {"entity","year"} or {"year"}.');

const DIGEST = 'the digest of a preview, 64 hexadecimal digits';

const digest = z.string({ error: DIGEST }).regex(/^[0-9a-f]{64}$/, { error: DIGEST });

const decidedBy = text.describe('Who decided.');

const drafted = {
  id: givenId.optional().describe('Of a decision in force that is changed. Not given: a new one.'),
  policy: givenId,
  provision: givenId,
  scope,
  rate: z
    .string({ error: 'a decimal rate such as "0.25"' })
    .min(1, { error: 'a decimal rate such as "0.25"' })
    .max(20, { error: 'a decimal rate such as "0.25"' })
    .optional()
    .describe('Exactly one of rate and amountFen.'),
  amountFen: fen.optional(),
  decidedBy,
  decidedOn: day.optional().describe('Not given: today in Shanghai.'),
  document,
  reason: text.describe('Why it is decided so.'),
};

const withdrawn = { decidedBy, document, reason: text.describe('Why it is withdrawn.') };

const preview = digest.describe('Of the preview that was read.');

const ofDecision = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Entitlements', answer: proposedSchema, problems } as const;

const previewing = { ...shared, access: ['prepare', 'approve'], answer: previewSchema } as const;

export const listProposed = route({
  method: 'GET',
  path: '/v1/decisions/proposals',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'Decisions that were proposed, or those that wait for a second person, by page',
  summaryZh: '拟作出的裁量决定',
  query: z.strictObject({
    waiting: z.enum(['true', 'false'], { error: 'true or false' }).optional(),
    ...page,
  }),
  answer: z.strictObject({ decisions: z.array(proposedSchema), next }),
  problems: ['unavailable'],
});

export const getProposed = route({
  method: 'GET',
  path: '/v1/decisions/proposals/:id',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'The proposal of a decision that waits for a second person, and its history',
  summaryZh: '某裁量决定的拟办与复核记录',
  params: ofDecision,
  answer: proposedSchema,
  problems: ['not-found', 'unavailable'],
});

export const previewDraft = route({
  ...previewing,
  path: '/v1/decisions/preview',
  summary: 'What a decision would change, and what would be ordered at once; nothing is recorded',
  summaryZh: '预览裁量决定的影响',
  description: 'The person who proposes the same gives its digest.',
  body: requestBody(drafted),
});

export const proposeDecision = route({
  ...shared,
  path: '/v1/decisions/propose',
  access: ['prepare'],
  summary: 'Propose a decision or its change, on a preview, for another person to confirm',
  summaryZh: '经办人提出裁量决定，待他人复核',
  description:
    'The same again has no effect. Refused: one that an equally narrow decision beats from the start, a digest that is not ' +
    'of a preview of the same.',
  body: requestBody({ ...drafted, preview }),
});

export const previewWithdrawal = route({
  ...previewing,
  path: '/v1/decisions/:id/withdraw/preview',
  summary: 'What the withdrawal of a decision would change; nothing is recorded',
  summaryZh: '预览撤回裁量决定的影响',
  params: ofDecision,
  body: requestBody(withdrawn),
});

export const withdrawDecision = route({
  ...shared,
  path: '/v1/decisions/:id/withdraw',
  access: ['prepare'],
  summary: 'Propose the withdrawal of a decision, with a document and a reason of its own',
  summaryZh: '经办人提出撤回裁量决定，待他人复核',
  params: ofDecision,
  body: requestBody({ ...withdrawn, preview }),
});

export const previewWaiting = route({
  ...previewing,
  path: '/v1/decisions/:id/preview',
  summary: 'What the proposal that waits would change now',
  summaryZh: '预览待复核裁量决定的影响',
  params: ofDecision,
});

export const confirmDecision = route({
  ...shared,
  path: '/v1/decisions/:id/confirm',
  access: ['approve'],
  summary: 'Confirm what another person proposed; it is recorded, and money follows',
  summaryZh: '复核人确认裁量决定',
  description:
    'Gives the preview that was read. 409 where by now more would be ordered at once than that shows, by more than ' +
    '`mayGrowFen`: the answer names the difference and the preview to read. Refused: the person who proposed it, a machine.',
  params: ofDecision,
  body: requestBody({
    number: proposalNumber,
    preview,
    mayGrowFen: fen
      .optional()
      .describe('By how much the amount ordered at once may have grown since; 0 if not given.'),
  }),
});

export const rejectDecision = route({
  ...shared,
  path: '/v1/decisions/:id/reject',
  access: ['prepare', 'approve'],
  summary: 'Reject the waiting proposal; the person who made it withdraws it',
  summaryZh: '复核不通过，或撤回提议',
  params: ofDecision,
  body: requestBody({ number: proposalNumber, reason: text.describe('Why.') }),
});
