import { formatRate, formatYuan } from '@duixian/values';
import type { FilledAccount, GrantedClaim } from '../account.ts';
import { nameOfSubject } from './fact-notation.ts';
import type { Parties } from './parties.ts';

/** `facilitation C1`: a claim's provision and the fact that makes it. */
export function claimKey({ provision, fact }: Pick<GrantedClaim, 'provision' | 'fact'>): string {
  return `${provision} ${nameOfSubject(fact.type, fact.subject)}`;
}

/** `Bridge West of Bridge 2019-05-06; 12,345.67 × 3% = 370.37; granted 100.00`. */
export function claimText(claim: GrantedClaim, parties: Parties): string {
  const { beneficiary, entity, date } = claim;
  const whole = beneficiary === entity ? '' : ` of ${parties.nameOf(entity)}`;
  return `${parties.nameOf(beneficiary)}${whole} ${date}; ${priceText(claim)}${grantText(claim)}`;
}

function priceText(claim: GrantedClaim): string {
  if (claim.status === 'undecided') {
    const range = `${formatYuan(claim.lowestFen)} to ${formatYuan(claim.highestFen)}`;
    return `${formatYuan(claim.baseFen)} × undecided = ${range}`;
  }
  const amount = formatYuan(claim.amountFen);
  const by = claim.decisionId === undefined ? '' : ` by ${claim.decisionId}`;
  if (claim.baseFen === null || claim.rateMillionths === null) return `${amount}${by}`;
  return `${formatYuan(claim.baseFen)} × ${formatRate(claim.rateMillionths * 100n)}%${by} = ${amount}`;
}

function grantText(claim: GrantedClaim): string {
  if (claim.status === 'undecided' || claim.grantedFen === claim.amountFen) return '';
  return `; granted ${formatYuan(claim.grantedFen ?? 0n)}`;
}

/** `Bridge 2019 facilitation`. */
export function accountKey({ entity, year, group }: FilledAccount, parties: Parties): string {
  return `${parties.nameOf(entity)} ${year} ${group}`;
}

/** `1,000,000.00 of 1,200,000.00; 1 undecided`: entitled, claimed where that is more, claims that wait. */
export function accountText({ entitledFen, claimedFen, undecided }: FilledAccount): string {
  const cut = claimedFen === entitledFen ? '' : ` of ${formatYuan(claimedFen)}`;
  return `${formatYuan(entitledFen)}${cut}${undecided > 0 ? `; ${undecided} undecided` : ''}`;
}
