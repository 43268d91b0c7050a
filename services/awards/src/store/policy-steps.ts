import type { GroupDifference } from '@duixian/policy';
import { type Database, openKinds, type StoredKind } from '@duixian/runtime';
import type { Day, Fen, TwoSteps } from '@duixian/values';
import type { Collection } from 'mongodb';

/** What all facts together would get differently. */
export type PlanFigures = {
  readonly facts: number;
  /** The accounts that differ, and the entities that have them. */
  readonly accounts: number;
  readonly entities: number;
  readonly risesFen: Fen;
  readonly fallsFen: Fen;
  readonly groups: readonly GroupDifference[];
};

/** What disbursement foretold for it. */
export type PlanMoney = {
  readonly orderedFen: Fen;
  readonly recoverableFen: Fen;
  readonly groups: readonly {
    readonly year: number;
    readonly group: string;
    readonly orderedFen: Fen;
    readonly recoverableFen: Fen;
  }[];
  readonly lackingBudgets: readonly {
    readonly fiscalYear: number;
    readonly programme: string;
    readonly lacksFen: Fen;
  }[];
};

/** A policy other than the one in force, and what it would change, as computed last. */
export type PlanDocument = {
  /** The digest of the four fields below: facts that arrive later change the figures, not the plan. */
  readonly _id: string;
  readonly inForce: string;
  readonly offered: string;
  /** The first day whose claims are judged differently; null: none. */
  readonly from: Day | null;
  /** Two persons are to agree to what an empty system took, or to another policy at once. */
  readonly isFirst: boolean;
  readonly plannedAt: Date;
  readonly figures: PlanFigures;
  /**
   * Only the engine differs, and no account holds other claims: the person who proposes it may apply it as well.
   */
  readonly isForOne?: true;
  /** Absent: nobody asked disbursement. */
  readonly money?: PlanMoney;
};

/** What one person proposed; its figures are stored with it. */
export type ProposedPlan = { readonly plan: string; readonly plannedAt: string };

/** One policy is in force, so at most one proposal waits. */
export type PolicyStepsDocument = {
  readonly _id: 'policy';
  readonly steps: TwoSteps<ProposedPlan>;
  /** The plan of the proposal that waits, or else of the one that was applied last. */
  readonly plan: PlanDocument | null;
  /** Raised by every write. */
  readonly guard: bigint;
};

export type PolicyStepsCollections = {
  readonly plans: Collection<PlanDocument>;
  readonly steps: Collection<PolicyStepsDocument>;
};

export const POLICY_STEPS_KINDS: readonly StoredKind[] = [
  { collection: 'policyPlans', version: 1, indexes: [{ key: { plannedAt: 1 } }] },
  { collection: 'policySteps', version: 1 },
];

export async function openPolicySteps(database: Database): Promise<PolicyStepsCollections> {
  await openKinds(database, POLICY_STEPS_KINDS);
  const named = <Name extends keyof PolicyStepsCollections>(name: string) =>
    database.collection(name) as unknown as PolicyStepsCollections[Name];
  return { plans: named<'plans'>('policyPlans'), steps: named<'steps'>('policySteps') };
}
