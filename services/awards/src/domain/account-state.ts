import type { Claim } from '@duixian/policy';
import { isExact, type Policy } from '@duixian/policy';
import { assert, assertInt64, type Fen, type Uscc } from '@duixian/values';

/** An account (entity, year, cap group 封顶组): a sum with a cap, never a list. */
export type AccountState = {
  readonly _id: string;
  readonly entity: Uscc;
  readonly year: number;
  readonly group: string;
  readonly claimedFen: Fen;
  readonly entitledFen: Fen;
  readonly undecided: number;
  /** All claims, undecided ones included: an account without any is not shown. */
  readonly claims: number;
  /** From the latest fact that names the entity; empty if none does. */
  readonly name: string;
  readonly namedAt: bigint;
  /**
   * Continues above the epoch when everything is rebuilt, so that nobody takes a new state for an old one.
   */
  readonly version: bigint;
};

/** What claims that come and go change in one account. */
export type Delta = Pick<AccountState, 'entity' | 'year' | 'group'> & {
  claimedFen: Fen;
  undecided: number;
  claims: number;
  name: string;
  namedAt: bigint;
};

/** In the order of entity, year and group. */
export function accountId({ entity, year, group }: Pick<Claim, 'entity' | 'year' | 'group'>): string {
  return `${entity}/${String(year).padStart(4, '0')}/${group}`;
}

export class Deltas {
  readonly byAccount = new Map<string, Delta>();

  remove(claims: readonly Claim[]): void {
    for (const claim of claims) this.#add(this.#of(claim), claim, -1);
  }

  /**
   * `names` are the names that the fact gives its parties, `at` the instant (ns) at which its source
   * published it.
   */
  add(claims: readonly Claim[], names: ReadonlyMap<Uscc, string>, at: bigint): void {
    for (const claim of claims) {
      const delta = this.#of(claim);
      this.#add(delta, claim, 1);
      const name = names.get(claim.entity);
      if (name === undefined || at < delta.namedAt) continue;
      delta.name = name;
      delta.namedAt = at;
    }
  }

  #add(delta: Delta, claim: Claim, count: 1 | -1): void {
    delta.claims += count;
    if (claim.status === 'decided') delta.claimedFen += BigInt(count) * claim.amountFen;
    else delta.undecided += count;
  }

  #of({ entity, year, group }: Claim): Delta {
    const id = accountId({ entity, year, group });
    let delta = this.byAccount.get(id);
    if (!delta) {
      delta = { entity, year, group, claimedFen: 0n, undecided: 0, claims: 0, name: '', namedAt: NEVER };
      this.byAccount.set(id, delta);
    }
    return delta;
  }
}

/** Before any fact. */
const NEVER = -(1n << 62n);

type Sums = Pick<AccountState, 'claimedFen' | 'undecided' | 'claims'>;

function sumsAfter(before: Sums | undefined, delta: Sums): Sums {
  return {
    claimedFen: assertInt64((before?.claimedFen ?? 0n) + delta.claimedFen),
    undecided: (before?.undecided ?? 0) + delta.undecided,
    claims: (before?.claims ?? 0) + delta.claims,
  };
}

function isSumOfClaims({ claimedFen, undecided, claims }: Sums): boolean {
  return claimedFen >= 0n && undecided >= 0 && claims >= undecided;
}

/**
 * Whether the account can hold what the delta takes away: not if it was read after something else took that.
 */
export function isOfSameMoment(before: AccountState | undefined, delta: Delta): boolean {
  return isSumOfClaims(sumsAfter(before, delta));
}

/** The account after the delta; undefined if nothing changes, its cap included. */
export function applyDelta(
  policy: Policy,
  before: AccountState | undefined,
  delta: Delta,
  epoch: bigint,
): AccountState | undefined {
  const sums = sumsAfter(before, delta);
  assert(isSumOfClaims(sums), 'an account holds what its claims add up to');
  const { claimedFen, undecided, claims } = sums;
  const isRenamed = delta.name !== '' && (!before || delta.namedAt >= before.namedAt);
  const name = isRenamed ? delta.name : (before?.name ?? '');
  const namedAt = isRenamed ? delta.namedAt : (before?.namedAt ?? NEVER);
  const { entity, year, group } = delta;
  const entitled = policy.engine.entitledFen(policy, { group, year, claimedFen });
  const isSame =
    before !== undefined &&
    before.claimedFen === claimedFen &&
    before.entitledFen === entitled &&
    before.undecided === undecided &&
    before.claims === claims &&
    before.name === name;
  if (isSame || (before === undefined && claims === 0)) return undefined;
  const version = (before?.version ?? epoch) + 1n;
  const _id = accountId(delta);
  return {
    _id,
    entity,
    year,
    group,
    claimedFen,
    entitledFen: entitled,
    undecided,
    claims,
    name,
    namedAt,
    version,
  };
}

export function isBeyondExact(account: AccountState): boolean {
  return !isExact(account);
}
