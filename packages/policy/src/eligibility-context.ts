import type { ContractData, RecognitionData, RecordKey, SanctionData } from '@duixian/facts';
import type { Day, Fen, Uscc } from '@duixian/values';

export type HeldRecognition = Pick<
  RecognitionData,
  'uscc' | 'kind' | 'level' | 'recognizedOn' | 'revokedOn' | 'status'
> & { readonly id: string };

export type HeldSanction = Pick<SanctionData, 'from' | 'until'>;

/** A decision in force that sets a rate. */
export type HeldDecision = {
  readonly id: string;
  readonly provision: string;
  readonly decidedOn: Day;
  readonly rateMillionths: bigint;
};

/** What is known of the legal entity (法人) that a USCC belongs to, whichever of its USCCs a fact named. */
export type Standing = {
  /** The USCC at the end of the chain of parents. */
  readonly entity: Uscc;
  /** All that are not voided, ordered by date, then id. */
  readonly recognitions: readonly HeldRecognition[];
  /** The active ones, whatever their days. */
  readonly sanctions: readonly HeldSanction[];
  /** Those for this entity and one year. */
  readonly decisions: readonly (HeldDecision & { readonly year: number })[];
};

/**
 * The reference data that a fact's claims may depend on besides the fact itself. `dependsOn` states beforehand what
 * will be asked for one fact; nothing else is asked.
 */
export type EligibilityContext = {
  standingOf(uscc: Uscc): Standing;
  /** Decisions for every claim of a provision in a year. */
  yearDecisions(provision: string, year: number): readonly HeldDecision[];
  /** Decisions for one fact, of whatever provision. */
  factDecisions(fact: RecordKey): readonly HeldDecision[];
  contract(registrationNo: string): ContractData | undefined;
  /** The sum of the receipts of a contract that count as received. */
  receivedFen(registrationNo: string): Fen;
};

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
