import { FACT_TYPE_NAMES } from '@duixian/facts';
import { z } from 'zod';
import { fen } from './amounts.ts';
import { name, next, page, uscc, year } from './parameters.ts';
import { route } from './route.ts';

const shared = {
  entity: z.string(),
  year: z.int(),
  group: z.string(),
  date: z.string(),
  provision: z.string(),
  fact: z.strictObject({ type: z.string(), subject: z.string() }),
  beneficiary: z.string(),
};

export const decidedClaimSchema = z.strictObject({
  ...shared,
  status: z.literal('decided'),
  baseFen: fen.nullable(),
  rate: z.string().nullable().describe('A decimal text; null for a fixed amount.'),
  amountFen: fen,
  grantedFen: fen.optional().describe('What the cap left of it; not given in /v1/result. Fen.'),
  decision: z.string().optional().describe('The decision that decided it, if one did.'),
});

export const undecidedClaimSchema = z.strictObject({
  ...shared,
  status: z.literal('undecided'),
  baseFen: fen.nullable(),
  lowestFen: fen.describe('What the lowest rate would pay. Fen.'),
  highestFen: fen.describe('What the highest rate would pay. Fen.'),
});

/** A claim as docs/facts.md §9 defines it. */
export const claimSchema = z.discriminatedUnion('status', [decidedClaimSchema, undecidedClaimSchema]);

export const noClaimSchema = z.strictObject({
  provision: z.string(),
  article: z.int(),
  fact: z.strictObject({ type: z.string(), subject: z.string() }),
  factRevision: z.int(),
  failed: z.array(
    z.strictObject({
      condition: z.string(),
      en: z.string().describe('The condition in words.'),
      zh: z.string(),
      foundEn: z.string().describe('The actual state; empty where the condition alone explains it.'),
      foundZh: z.string(),
    }),
  ),
  date: z.string().describe('The day that would date the claim.'),
  beneficiary: z.string().nullable().describe('The beneficiary; null where nobody with a USCC is named.'),
  group: z.string(),
  titleEn: z.string(),
  titleZh: z.string(),
});

export const listUndecided = route({
  method: 'GET',
  path: '/v1/undecided',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Claims that wait for a decision',
  summaryZh: '待裁量的事项及其上下限',
  query: z.strictObject({
    entity: uscc.optional(),
    year: year.optional(),
    provision: name.optional(),
    ...page,
  }),
  answer: z.strictObject({ claims: z.array(undecidedClaimSchema), next }),
  problems: ['unavailable'],
});

const answer = z.strictObject({ noClaims: z.array(noClaimSchema), next });

export const listNoClaims = route({
  method: 'GET',
  path: '/v1/no-claims',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'What made no claim, and which condition failed',
  summaryZh: '未形成奖补的事项及其未满足的条件',
  query: z.strictObject({
    entity: uscc.optional(),
    year: year.optional(),
    type: name.describe('Of one record: its type, such as duixian.contract.v1, with its subject.').optional(),
    subject: name.optional(),
    ...page,
  }),
  answer,
  problems: ['not-found', 'unavailable'],
});

export const recordClaimSchema = z.strictObject({
  provision: z.string(),
  year: z.int(),
  date: z.string(),
  beneficiary: z.string().nullable().describe('Null: a party that the record itself does not name.'),
  status: z.enum(['decided', 'undecided']),
  baseFen: fen.nullable(),
  rate: z.string().nullable(),
  amountFen: fen.nullable().describe('Before caps; null while undecided.'),
  lowestFen: fen.nullable().describe('While undecided.'),
  highestFen: fen.nullable(),
});

export const recordNoClaimSchema = noClaimSchema
  .pick({ provision: true, article: true, titleEn: true, titleZh: true, date: true })
  .extend({
    failed: z
      .array(z.strictObject({ condition: z.string(), en: z.string(), zh: z.string() }))
      .describe('Of the conditions about the record itself.'),
    failsElsewhere: z
      .boolean()
      .describe(
        'Whether conditions about records of other sources are not met: a key that may read the entity finds them at /v1/no-claims.',
      ),
  });

export const listClaims = route({
  method: 'GET',
  path: '/v1/claims',
  access: ['read', 'read:entity', 'source'],
  tag: 'Entitlements',
  summary: 'What one record led to: its claims, and the conditions that keep it from others',
  summaryZh: '单个事项形成的奖补，以及未满足的条件',
  description:
    'Also for the source that the record belongs to. Amounts are before caps: what an account pays of them is at ' +
    '/v1/accounts, for keys that may read the entity.',
  query: z.strictObject({
    type: z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }),
    subject: name,
  }),
  answer: z.strictObject({
    type: z.string(),
    subject: z.string(),
    source: z.string(),
    revision: z.int().describe('The highest recorded one.'),
    computedRevision: z
      .int()
      .nullable()
      .describe('The one that the claims are computed from; null: none yet.'),
    claims: z.array(recordClaimSchema),
    noClaims: z.array(recordNoClaimSchema),
  }),
  problems: ['not-found', 'unavailable'],
});
