import type { HeldDecision, HeldRecognition, HeldSanction } from '@duixian/policy';
import type { Fen, Uscc } from '@duixian/values';

type OfUscc<Held> = Held & { readonly id: string; readonly uscc: Uscc };

/** A USCC. What its facts say stands at the entity it belongs to, so that a standing is read in at most two steps. */
export type PartyState = {
  readonly kind: 'party';
  /** As its own party fact says; null also where there is none. */
  readonly parent: Uscc | null;
  /** Of its party fact; empty where there is none. */
  readonly name: string;
  /** The end of its chain of parents; itself where it is an entity. Its members are found by this, through an index. */
  readonly entity: Uscc;
  /** Of an entity whose parents run into a circle. */
  readonly circle: readonly Uscc[];
  /** Of an entity: what any of its USCCs holds. Recognitions by date, then id. */
  readonly recognitions: readonly HeldRecognition[];
  readonly sanctions: readonly OfUscc<HeldSanction>[];
  readonly decisions: readonly OfUscc<HeldDecision & { readonly year: number }>[];
  /** USCCs joined or left, or a policy was put in force, and not everything that leans on it was computed anew yet. */
  readonly isRestating: boolean;
  /** What disbursement is told of the entity; raised when its name, members or holds change. */
  readonly entityVersion: bigint;
};

type DecisionsState = { readonly kind: 'decisions'; readonly decisions: readonly HeldDecision[] };
type ReceiptsState = { readonly kind: 'receipts'; readonly receivedFen: Fen };
/** With which law the claims are made. */
export type PolicyState = {
  readonly kind: 'policy';
  readonly packDigest: string;
  readonly readings: Readonly<Record<string, string>>;
  /** Of the stored policy; absent where a release before this one wrote it. */
  readonly digest?: string;
  /** Of what the latest start found; empty where that is what is in force. It changes nothing. */
  readonly offered?: string;
  /** An empty system took it, and two persons have not agreed to it yet: nothing is ordered. */
  readonly awaitsAgreement?: true;
};

export type ReferenceState = PartyState | DecisionsState | ReceiptsState | PolicyState;

/** `version` is what leaning facts compare; `guard` rises at every write, also where nobody who leans cares. */
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
