import type { PublishedFact } from '@duixian/facts';
import type { Claim, Policy } from '@duixian/policy';
import { defined, parseInstant } from '@duixian/values';
import { type AccountState, applyDelta, Deltas } from './account-state.ts';
import { applyToReferenceData, keysApplied } from './apply-fact-to-reference-data.ts';
import { type Dependency, dependenciesOf, dependencyKeys } from './dependencies.ts';
import { namesIn } from './names-in.ts';
import { type Move, reassignBranches } from './reassign-branches.ts';
import type { KnownContract, ReferenceData } from './reference-data.ts';
import { referenceKey } from './reference-key.ts';

/**
 * A fact whose claims are computed, because it was received or because something that it depends on changed.
 */
export type Change = {
  /** The fact as it is afterwards. */
  readonly fact: PublishedFact;
  readonly isReceived: boolean;
  /** The fact as it was until now; read only if a new one is received. */
  readonly before: PublishedFact | undefined;
  /** The claims that it made until now. */
  readonly claims: readonly Claim[];
};

export type Contracts = ReadonlyMap<string, KnownContract | undefined>;

type Computed = { readonly claims: Claim[]; readonly dependencies: Dependency[] };

/**
 * The reference data that must be loaded before `computeChanges`; that of the entities of their USCCs is
 * added.
 */
export function keysNeeded(policy: Policy, changes: readonly Change[], contracts: Contracts): string[] {
  return changes.flatMap(({ fact, isReceived, before, claims }) => [
    ...dependencyKeys(policy, fact, contractOf(fact, contracts)),
    ...(isReceived ? [...keysApplied(before), ...keysApplied(fact)] : []),
    ...claims.map(({ entity }) => referenceKey.party(entity)),
  ]);
}

/** The parents that party facts name: for those that move, everybody below must be loaded. */
export function parentsNamed(changes: readonly Change[]): Move[] {
  return changes.flatMap(({ fact, isReceived }) =>
    isReceived && fact.type === 'duixian.party.v1'
      ? [{ uscc: fact.subject, parent: fact.data.parentUscc }]
      : [],
  );
}

/**
 * What one transaction computes, without side effects except on `referenceData`: every received fact is
 * applied, USCCs whose parents changed are assigned to their new entities, then all claims are computed with
 * the result.
 */
export function computeChanges(
  policy: Policy,
  changes: readonly Change[],
  referenceData: ReferenceData,
  contracts: Contracts,
  withoutAccounts: ReadonlySet<string>,
): { computed: Computed[]; deltas: Deltas; restates: boolean } {
  const moves = applyAll(changes, referenceData, withoutAccounts);
  const deltas = new Deltas();
  const computed = changes.map(({ fact, claims: before }) => {
    const contract = contractOf(fact, contracts);
    const claims = policy.engine.assess(policy, fact, referenceData);
    deltas.remove(before);
    const at = defined(parseInstant(fact.time), 'the time of a fact was checked at intake');
    deltas.add(claims, namesIn(fact, contract?.data), at);
    return { claims, dependencies: dependenciesOf(policy, fact, contract, referenceData) };
  });
  return { computed, deltas, restates: moves.length > 0 };
}

/** The accounts that change, as they were and as they are then. */
export function changedAccounts(
  policy: Policy,
  { byAccount }: Deltas,
  held: ReadonlyMap<string, AccountState>,
  epoch: bigint,
): { before: AccountState | undefined; after: AccountState }[] {
  return [...byAccount].flatMap(([id, delta]) => {
    const before = held.get(id);
    const after = applyDelta(policy, before, delta, epoch);
    return after ? [{ before, after }] : [];
  });
}

export function contractOf(fact: PublishedFact, contracts: Contracts): KnownContract | undefined {
  return fact.type === 'duixian.receipt.v1'
    ? contracts.get(referenceKey.contract(fact.data.registrationNo))
    : undefined;
}

function applyAll(
  changes: readonly Change[],
  referenceData: ReferenceData,
  withoutAccounts: ReadonlySet<string>,
): Move[] {
  const moves: Move[] = [];
  for (const { before, fact, isReceived } of changes) {
    if (!isReceived) continue;
    if (fact.type === 'duixian.party.v1' && referenceData.party(fact.subject).parent !== fact.data.parentUscc)
      moves.push({ uscc: fact.subject, parent: fact.data.parentUscc });
    applyToReferenceData(referenceData, before, fact);
  }
  reassignBranches(referenceData, moves, withoutAccounts);
  return moves;
}
