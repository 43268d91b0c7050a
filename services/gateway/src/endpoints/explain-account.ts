import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { name, uscc, year } from '../http/parameters.ts';
import { namedAccountJson, namedAccountSchema } from '../json/account-json.ts';
import { claimJson, claimSchema } from '../json/claim-json.ts';
import { exactNumber, fen } from '../json/exact-number.ts';
import { mustBeReadable } from '../keys/own-entity.ts';

const explainedClaim = z.strictObject({
  claim: claimSchema,
  factSource: z.string(),
  factRevision: z.int(),
  article: z.int(),
  articleText: z.string().describe('The sentence of the regulation.'),
  titleEn: z.string(),
  titleZh: z.string(),
  arithmetic: z.string().describe('Base × rate = amount, and what the cap cut.'),
  cutByCapFen: fen,
});

const noClaim = z.strictObject({
  provision: z.string(),
  article: z.int(),
  fact: z.strictObject({ type: z.string(), subject: z.string() }),
  factRevision: z.int(),
  failed: z.array(z.strictObject({ condition: z.string(), en: z.string(), zh: z.string() })),
});

export const explainAccount = endpoint({
  method: 'GET',
  path: '/v1/accounts/:entity/:year/:group',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Why an account is what it is',
  summaryZh: '某一账户的来由：条款、依据、算式、封顶',
  params: z.strictObject({ entity: uscc, year, group: name }),
  answer: z.strictObject({
    account: namedAccountSchema,
    claims: z.array(explainedClaim),
    noClaims: z.array(noClaim).describe('What made no claim in this group, and which condition failed.'),
  }),
  problems: ['not-found', 'unavailable'],
  async handle({ key, params }, services) {
    await mustBeReadable(key, [params.entity], services);
    const { account, claims, noClaims } = await services.awards.explainAccount(params);
    return {
      account: namedAccountJson(defined(account, 'an explanation has its account')),
      claims: claims.map(explainedClaimJson),
      noClaims: noClaims.map(noClaimJson),
    };
  },
});

function explainedClaimJson({
  claim,
  ...explained
}: awardsV1.ExplainedClaim): z.output<typeof explainedClaim> {
  return {
    claim: claimJson(defined(claim, 'an explained claim has its claim')),
    ...explained,
    factRevision: exactNumber(explained.factRevision),
    cutByCapFen: exactNumber(explained.cutByCapFen),
  };
}

function noClaimJson({ provision, article, ...made }: awardsV1.NoClaim): z.output<typeof noClaim> {
  return {
    provision,
    article,
    fact: { type: made.factType, subject: made.factSubject },
    factRevision: exactNumber(made.factRevision),
    failed: made.failed,
  };
}
