import type * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';
import { namedAccountJson } from './accounts.ts';
import { claimJson, noClaimJson } from './claims.ts';
import { exactNumber } from './exact-number.ts';

export function explanationJson({
  account,
  claims,
  furtherClaims,
  noClaims,
}: awardsV1.ExplainAccountResponse): z.output<typeof api.explanationSchema> {
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
}: awardsV1.ExplainedClaim): z.output<typeof api.explainedClaimSchema> {
  return {
    claim: claimJson(defined(claim, 'an explained claim has its claim')),
    ...explained,
    factRevision: exactNumber(explained.factRevision),
    cutByCapFen: exactNumber(explained.cutByCapFen),
  };
}
