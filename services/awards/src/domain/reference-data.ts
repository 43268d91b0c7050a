import type { ContractData, RecordKey } from '@duixian/facts';
import type { EligibilityContext, HeldDecision, Standing } from '@duixian/policy';
import { assert, type Fen, type Uscc } from '@duixian/values';
import { isContractKey, referenceKey, usccOf } from './reference-key.ts';
import {
  absentParty,
  type PartyState,
  type ReferenceState,
  type StoredReference,
} from './reference-state.ts';

/** A contract as its receipts see it. */
export type KnownContract = { readonly version: bigint; readonly data: ContractData };

const NONE: readonly HeldDecision[] = [];

/**
 * Everything that the facts of one transaction depend on or change, as read in it. Asking for something that
 * was not loaded beforehand fails: a mistake in the declared dependencies of a fact shows here, not as a
 * wrong figure later.
 */
export class ReferenceData implements EligibilityContext {
  readonly #stored: ReadonlyMap<string, StoredReference | undefined>;
  readonly #contracts: ReadonlyMap<string, KnownContract | undefined>;
  readonly #epoch: bigint;
  readonly #changed = new Map<string, ReferenceState>();
  readonly #invalidated = new Set<string>();
  readonly #retold = new Set<Uscc>();
  /** Nearly every condition asks for it. */
  readonly #standings = new Map<Uscc, Standing>();

  constructor(
    stored: ReadonlyMap<string, StoredReference | undefined>,
    contracts: ReadonlyMap<string, KnownContract | undefined>,
    epoch: bigint,
  ) {
    this.#stored = stored;
    this.#contracts = contracts;
    this.#epoch = epoch;
  }

  party(uscc: Uscc): PartyState {
    const state = this.#state(referenceKey.party(uscc));
    return state?.kind === 'party' ? state : absentParty(uscc);
  }

  standingOf(uscc: Uscc): Standing {
    const known = this.#standings.get(uscc);
    if (known) return known;
    const { entity } = this.party(uscc);
    const { recognitions, sanctions, decisions } = this.party(entity);
    const standing = { entity, recognitions, sanctions, decisions };
    this.#standings.set(uscc, standing);
    return standing;
  }

  /** Loaded USCCs that have a parent, with the parent. */
  *branches(): Generator<{ readonly uscc: Uscc; readonly parent: Uscc }> {
    for (const key of this.#stored.keys()) {
      const state = this.#state(key);
      if (state?.kind !== 'party' || state.parent === null) continue;
      yield { uscc: usccOf(key), parent: state.parent };
    }
  }

  yearDecisions(provision: string, year: number): readonly HeldDecision[] {
    return this.decisions(referenceKey.yearDecisions(provision, year));
  }

  factDecisions(fact: RecordKey): readonly HeldDecision[] {
    return this.decisions(referenceKey.factDecisions(fact));
  }

  decisions(key: string): readonly HeldDecision[] {
    const state = this.#state(key);
    return state?.kind === 'decisions' ? state.decisions : NONE;
  }

  receivedFen(registrationNo: string): Fen {
    const state = this.#state(referenceKey.receipts(registrationNo));
    return state?.kind === 'receipts' ? state.receivedFen : 0n;
  }

  contract(registrationNo: string): ContractData | undefined {
    return this.#contractAt(referenceKey.contract(registrationNo))?.data;
  }

  /** The version that a fact depends on: 0 if there is nothing. */
  versionOf(key: string): bigint {
    if (isContractKey(key)) return this.#contractAt(key)?.version ?? 0n;
    assert(this.#stored.has(key), `${key} was not loaded`);
    return (this.#stored.get(key)?.version ?? 0n) + (this.#invalidated.has(key) ? 1n : 0n);
  }

  /** Changes a state, and with `raises` its version: then every fact that depends on it is recomputed. */
  change(key: string, state: ReferenceState, raises: boolean): void {
    assert(this.#stored.has(key), `${key} was not loaded`);
    this.#changed.set(key, state);
    this.#standings.clear();
    if (raises) this.#invalidated.add(key);
  }

  /** Changes what is published to disbursement about an entity. */
  retell(uscc: Uscc, change: Partial<PartyState>): void {
    const party = this.party(uscc);
    const key = referenceKey.party(uscc);
    const isFirst = !this.#retold.has(uscc);
    const from = party.entityVersion === 0n ? this.#epoch : party.entityVersion;
    this.#retold.add(uscc);
    this.change(
      key,
      { ...party, ...change, entityVersion: isFirst ? from + 1n : party.entityVersion },
      false,
    );
  }

  /** Entities whose entity version rose. */
  get retold(): ReadonlySet<Uscc> {
    return this.#retold;
  }

  get invalidated(): ReadonlySet<string> {
    return this.#invalidated;
  }

  /** What is to be written, with what was stored before. */
  writes(): { before: StoredReference | undefined; after: StoredReference }[] {
    return [...this.#changed].map(([key, state]) => {
      const before = this.#stored.get(key);
      const after = { _id: key, version: this.versionOf(key), guard: (before?.guard ?? 0n) + 1n, state };
      return { before, after };
    });
  }

  #state(key: string): ReferenceState | undefined {
    const stored = this.#stored.get(key);
    if (!stored) assert(this.#stored.has(key), `${key} was not loaded`);
    return this.#changed.get(key) ?? stored?.state;
  }

  #contractAt(key: string): KnownContract | undefined {
    assert(this.#contracts.has(key), `${key} was not loaded`);
    return this.#contracts.get(key);
  }
}
