import type { ContractData } from '@duixian/facts';
import { yearOf } from '@duixian/values';
import { claimantOf, provisionsFor } from './assess.ts';
import type { Dependencies } from './eligibility-context.ts';
import type { Policy } from './policy.ts';
import { type AssessedFact, dateOf, partyIn, ROLES } from './roles.ts';

const NOTHING: Dependencies = {
  usccs: [],
  yearDecisions: [],
  factDecisions: undefined,
  contract: undefined,
  receipts: undefined,
};

/** `contract` is that of a receipt, if it is known. */
export function dependsOn(
  policy: Policy,
  fact: AssessedFact,
  contract: ContractData | undefined,
): Dependencies {
  const claimant = claimantOf(fact, { contract: () => contract });
  const provisions = claimant ? provisionsFor(policy, claimant).map(({ provision }) => provision) : [];
  if (!claimant || provisions.length === 0) return NOTHING;
  const usccs = ROLES[claimant.case].flatMap((role) => partyIn(claimant, role)?.uscc ?? []);
  const decided = provisions.filter(({ pricing }) => pricing.kind === 'decided-rate');
  return {
    usccs: [...new Set(usccs)],
    yearDecisions: decided.map(({ id, date }) => ({ provision: id, year: yearOf(dateOf(claimant, date)) })),
    factDecisions: decided.length > 0 ? { type: claimant.type, subject: claimant.subject } : undefined,
    contract: claimant.case === 'receipt' ? claimant.data.registrationNo : undefined,
    receipts: provisions.some(({ base }) => base === 'technologyAmountUpToReceipts')
      ? claimant.subject
      : undefined,
  };
}
