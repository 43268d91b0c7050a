import type { RecordKey } from '@duixian/facts';
import type { Day, Fen, Uscc } from '@duixian/values';

type EveryClaim = {
  readonly provision: string;
  /** The cap group (封顶组) whose account it joins, of this entity and year. */
  readonly group: string;
  readonly entity: Uscc;
  readonly year: number;
  readonly beneficiary: Uscc;
  readonly date: Day;
};

/**
 * What one fact is entitled to under one provision: `amountFen` is round(base × rate), or a fixed amount without
 * either.
 */
export type DecidedClaim = EveryClaim & {
  readonly status: 'decided';
  readonly baseFen: Fen | null;
  readonly rateMillionths: bigint | null;
  readonly amountFen: Fen;
  /** The decision (裁量决定) that set the rate or the amount, where one did. */
  readonly decisionId?: string;
};

/** Waits for a decision and pays nothing until then. The two amounts are those at the lowest and the highest rate. */
export type UndecidedClaim = EveryClaim & {
  readonly status: 'undecided';
  readonly baseFen: Fen;
  readonly lowestFen: Fen;
  readonly highestFen: Fen;
};

export type Claim = DecidedClaim | UndecidedClaim;

/** A claim with the fact that makes it. */
export type FactClaim = Claim & { readonly fact: RecordKey };
