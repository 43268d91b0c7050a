import { z } from 'zod';
import { count, fen } from './amounts.ts';
import { claimSchema, noClaimSchema } from './claims.ts';
import { name, next, page, uscc, year } from './parameters.ts';
import { route } from './route.ts';

/** The orders of one account of an entity, and what was written off. */
export const accountAmountSchema = z
  .strictObject({ year: z.int(), group: z.string().describe('The cap group (封顶组).'), fen })
  .meta({ id: 'AccountAmount' });

export const explainedClaimSchema = z.strictObject({
  claim: claimSchema,
  factSource: z.string(),
  factRevision: z.int(),
  article: z.int(),
  articleText: z.string().describe('The sentence of the regulation.'),
  titleEn: z.string(),
  titleZh: z.string(),
  arithmetic: z.string().describe('Base × rate = amount, and what the cap cut.'),
  arithmeticZh: z.string().describe('The same in Chinese.'),
  cutByCapFen: fen,
});

/** An account as docs/facts.md §9 defines it. A total beyond exact integers is null, and then `beyondExact` is true. */
export const accountSchema = z.strictObject({
  entity: z.string(),
  year: z.int(),
  group: z.string().describe('The cap group (封顶组).'),
  capFen: fen.nullable().describe('The cap per entity and year; null where there is none. Fen.'),
  claimedFen: fen.nullable(),
  entitledFen: fen.nullable().describe('What is due: claimedFen, or the cap where that is less. Fen.'),
  undecided: count.describe('Claims that wait for a decision.'),
  beyondExact: z
    .literal(true)
    .optional()
    .describe('The total exceeds 9,007,199,254,740,991 fen; nothing is ordered for this account.'),
});

export const namedAccountSchema = accountSchema.extend({ entityName: z.string() });

/** Why an account is what it is. */
export const explanationSchema = z.strictObject({
  account: namedAccountSchema,
  claims: z.array(explainedClaimSchema),
  furtherClaims: count.describe('Further claims: in the sums of the account, but not listed.'),
  noClaims: z.array(noClaimSchema).describe('What made no claim in this group, and which condition failed.'),
});

export const explainAccount = route({
  method: 'GET',
  path: '/v1/accounts/:entity/:year/:group',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Why an account is what it is',
  summaryZh: '某一账户的来由：条款、依据、算式、封顶',
  params: z.strictObject({ entity: uscc, year, group: name }),
  answer: explanationSchema,
  problems: ['not-found', 'unavailable'],
});

export const listAccounts = route({
  method: 'GET',
  path: '/v1/accounts',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'What entities are due, per year and cap group',
  summaryZh: '各法人按年度和封顶组的应得奖补',
  query: z.strictObject({ entity: uscc.optional(), year: year.optional(), group: name.optional(), ...page }),
  answer: z.strictObject({ accounts: z.array(namedAccountSchema), next }),
  problems: ['unavailable'],
});
