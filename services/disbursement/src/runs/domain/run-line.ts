import type { Fen } from '@duixian/values';
import type { Authorization } from '../../ledger/domain/authorization.ts';
import type { AccountAmount } from '../../orders/domain/order.ts';

/** Why a line is out of the run; its amounts are open again. */
export type OutReason =
  | 'held'
  | 'nothing-open'
  | 'belongs-to-another'
  | 'objection'
  | 'cancelled'
  | 'no-payee'
  /**
   * Its amounts together are more than one order may carry (2^53 − 1 fen): runs by group or year take them.
   */
  | 'beyond-exact'
  /** Its ledger broke an assertion of this software; the log names it. */
  | 'defect'
  /** The person who approves a run must not have confirmed the account that it pays into. */
  | 'payee-confirmed-by-approver';

interface Objection extends Authorization {
  readonly reason: string;
  /** Null: undecided. Upheld: the line stays out. */
  readonly outcome: (Authorization & { readonly upheld: boolean; readonly reason: string }) | null;
}

/**
 * One entity in a run. Amounts only fall from step to step; what rises meanwhile comes with the next run.
 * Most lines follow their run to the end and are stored as they were drafted: what became of them follows
 * from the run (see `as-run-says.ts`). Lines to which something else happened are written with the run.
 */
export interface RunLine {
  readonly run: string;
  readonly entity: string;
  readonly name: string;
  /** What it takes from each account now. */
  readonly amounts: readonly AccountAmount[];
  /** As they were frozen and made public. */
  readonly published: readonly AccountAmount[];
  readonly draftFen: Fen;
  /** Null: not there yet. */
  readonly approvedFen: Fen | null;
  readonly issuedFen: Fen | null;
  readonly out: OutReason | null;
  readonly objections: readonly Objection[];
  /** Empty: none. */
  readonly order: string;
}

export function orderOfLine({ run, entity }: RunLine): string {
  return `${run}-${entity}`;
}
