import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { claimJson, claimSchema } from '../claims/json.ts';
import { noClaimJson, noClaimSchema } from '../claims/no-claim-json.ts';
import { count, exactNumber, fen } from '../json/exact-number.ts';
import { namedAccountJson, namedAccountSchema } from './json.ts';

const explainedClaim = z.strictObject({
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

/** Why an account is what it is. */
export const explanationSchema = z.strictObject({
  account: namedAccountSchema,
  claims: z.array(explainedClaim),
  furtherClaims: count.describe('Claims behind those: in the sums of the account, not said one by one.'),
  noClaims: z.array(noClaimSchema).describe('What made no claim in this group, and which condition failed.'),
});

export function explanationJson({
  account,
  claims,
  furtherClaims,
  noClaims,
}: awardsV1.ExplainAccountResponse): z.output<typeof explanationSchema> {
  return {
    account: namedAccountJson(defined(account, 'an explanation has its account')),
    claims: claims.map(explainedClaimJson),
    furtherClaims: exactNumber(furtherClaims),
    noClaims: noClaims.map(noClaimJson),
  };
}

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
