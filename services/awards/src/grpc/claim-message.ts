import type { FactClaim, GrantedClaim } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { formatRate } from '@duixian/values';

/** A claim without `grantedFen` does not state what the cap left of it. */
export function claimMessage(claim: FactClaim & Pick<GrantedClaim, 'grantedFen'>): awardsV1.Claim {
  const { entity, year, group, date, provision, fact, beneficiary } = claim;
  const baseFen = claim.baseFen ?? undefined;
  const shared = {
    ...{ entity, year, group, date, provision, beneficiary, baseFen },
    factType: fact.type,
    factSubject: fact.subject,
  };
  if (claim.status === 'undecided') {
    const { lowestFen, highestFen } = claim;
    return { ...shared, lowestFen, highestFen };
  }
  const { rateMillionths, amountFen, grantedFen, decisionId } = claim;
  const rate = rateMillionths === null ? undefined : formatRate(rateMillionths);
  return { ...shared, rate, amountFen, grantedFen, decisionId };
}
