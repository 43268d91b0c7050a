import type * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber, exactOrNull } from './exact-number.ts';

export function claimJson(claim: awardsV1.Claim): z.output<typeof api.claimSchema> {
  return claim.lowestFen === undefined ? decidedJson(claim) : undecidedJson(claim);
}

function decidedJson(claim: awardsV1.Claim): z.output<typeof api.decidedClaimSchema> {
  return {
    ...sharedJson(claim),
    status: 'decided',
    baseFen: exactOrNull(claim.baseFen),
    rate: claim.rate ?? null,
    amountFen: exactNumber(claim.amountFen ?? 0n),
    ...(claim.grantedFen !== undefined && { grantedFen: exactNumber(claim.grantedFen) }),
    ...(claim.decisionId !== undefined && { decision: claim.decisionId }),
  };
}

export function undecidedJson(claim: awardsV1.Claim): z.output<typeof api.undecidedClaimSchema> {
  return {
    ...sharedJson(claim),
    status: 'undecided',
    baseFen: exactOrNull(claim.baseFen),
    lowestFen: exactNumber(claim.lowestFen ?? 0n),
    highestFen: exactNumber(claim.highestFen ?? 0n),
  };
}

function sharedJson(claim: awardsV1.Claim) {
  const { entity, year, group, date, provision, factType, factSubject, beneficiary } = claim;
  return {
    entity,
    year,
    group,
    date,
    provision,
    fact: { type: factType, subject: factSubject },
    beneficiary,
  };
}

export function noClaimJson({
  factType,
  factSubject,
  factRevision,
  beneficiary,
  ...made
}: awardsV1.NoClaim): z.output<typeof api.noClaimSchema> {
  return {
    ...made,
    fact: { type: factType, subject: factSubject },
    factRevision: exactNumber(factRevision),
    beneficiary: beneficiary === '' ? null : beneficiary,
  };
}
