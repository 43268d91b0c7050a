import type { HeldDecision, HeldRecognition, HeldSanction } from '@duixian/policy';
import type { Fen, Uscc } from '@duixian/values';

type OfUscc<Held> = Held & { readonly id: string; readonly uscc: Uscc };

/**
 * A USCC. What its facts state is stored with the entity it belongs to, so that a standing is read in at most
 * two steps.
 */
export type PartyState = {
  readonly kind: 'party';
  /** From its own party fact; null also if there is none. */
  readonly parent: Uscc | null;
  /** From its party fact; empty if there is none. */
  readonly name: string;
  /**
   * The end of its chain of parents; itself if it is an entity. Its members are found by this field, through
   * an index.
   */
  readonly entity: Uscc;
  /** For an entity whose parents form a circle. */
  readonly circle: readonly Uscc[];
  /** For an entity: what any of its USCCs holds. Recognitions by date, then id. */
  readonly recognitions: readonly HeldRecognition[];
  readonly sanctions: readonly OfUscc<HeldSanction>[];
  readonly decisions: readonly OfUscc<HeldDecision & { readonly year: number }>[];
  /**
   * USCCs joined or left, or a policy was put in force, and not everything that depends on it is recomputed
   * yet.
   */
  readonly isRestating: boolean;
  /**
   * The version of what is published to disbursement about the entity; raised when its name, members or holds
   * change.
   */
  readonly entityVersion: bigint;
};

type DecisionsState = { readonly kind: 'decisions'; readonly decisions: readonly HeldDecision[] };
type ReceiptsState = { readonly kind: 'receipts'; readonly receivedFen: Fen };
/** The law by which the claims are made. */
export type PolicyState = {
  readonly kind: 'policy';
  readonly packDigest: string;
  readonly readings: Readonly<Record<string, string>>;
  /** Of the stored policy; absent if an earlier release wrote it. */
  readonly digest?: string;
  /** Of the policy that the latest start found; empty if that is the one in force. It changes nothing. */
  readonly offered?: string;
  /** An empty system took it, and two persons have not agreed to it yet: nothing is ordered. */
  readonly awaitsAgreement?: true;
};

export type ReferenceState = PartyState | DecisionsState | ReceiptsState | PolicyState;

/**
 * Dependent facts compare `version`; `guard` (optimistic lock) rises at every write, also if no dependent
 * fact is affected.
 */
export type StoredReference = {
  readonly _id: string;
  readonly version: bigint;
  readonly guard: bigint;
  readonly state: ReferenceState;
};

export function absentParty(uscc: Uscc): PartyState {
  return {
    kind: 'party',
    parent: null,
    name: '',
    entity: uscc,
    circle: [],
    recognitions: [],
    sanctions: [],
    decisions: [],
    isRestating: false,
    entityVersion: 0n,
  };
}
