import type { ContractData, RecordKey } from '@duixian/facts';
import type { Uscc } from '@duixian/values';
import { yearOf } from '@duixian/values';
import { claimantOf, provisionsFor } from './assess.ts';
import type { Policy } from './policy.ts';
import { type AssessedFact, dateOf, partyIn, ROLES } from './roles.ts';

/** Everything that `assess` may ask of a context for one fact, known without the context. */
export type Dependencies = {
  readonly usccs: readonly Uscc[];
  readonly yearDecisions: readonly { readonly provision: string; readonly year: number }[];
  /** The fact itself, where a decision for it is possible. */
  readonly factDecisions: RecordKey | undefined;
  /** The contract of a receipt. */
  readonly contract: string | undefined;
  /** The contract whose receipts limit its base. */
  readonly receipts: string | undefined;
};

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
