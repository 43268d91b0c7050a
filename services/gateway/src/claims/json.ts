import type { awardsV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, exactOrNull, fen } from '../json/exact-number.ts';

const shared = {
  entity: z.string(),
  year: z.int(),
  group: z.string(),
  date: z.string(),
  provision: z.string(),
  fact: z.strictObject({ type: z.string(), subject: z.string() }),
  beneficiary: z.string(),
};

const decided = z.strictObject({
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

/** A claim as docs/facts.md §5 writes it. */
export const claimSchema = z.discriminatedUnion('status', [decided, undecidedClaimSchema]);

export function claimJson(claim: awardsV1.Claim): z.output<typeof claimSchema> {
  return claim.lowestFen === undefined ? decidedJson(claim) : undecidedJson(claim);
}

function decidedJson(claim: awardsV1.Claim): z.output<typeof decided> {
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

export function undecidedJson(claim: awardsV1.Claim): z.output<typeof undecidedClaimSchema> {
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
