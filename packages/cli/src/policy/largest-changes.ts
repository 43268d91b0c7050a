import { compareCodePoints } from '@duixian/values';
import type { Difference } from './plan.ts';

export type AccountChange = {
  readonly entity: string;
  readonly name: string;
  readonly risesFen: bigint;
  readonly fallsFen: bigint;
  readonly undecided: number;
  readonly orderedFen: bigint;
  readonly recoverableFen: bigint;
};

/**
 * The entities that a plan changes most. Accounts arrive sorted by entity, so only one entity is summed at a time and
 * only the largest are kept.
 */
export class LargestChanges {
  readonly #most: number;
  #kept: AccountChange[] = [];
  #current: AccountChange | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  add(difference: Difference): void {
    const { entity, entityName, nowFen, thenFen, nowUndecided, thenUndecided } = difference;
    if (this.#current?.entity !== entity) this.#keep();
    const before = this.#current ?? { entity, ...NOTHING };
    const moreFen = (thenFen ?? 0n) - (nowFen ?? 0n);
    this.#current = {
      entity,
      name: before.name || entityName,
      risesFen: before.risesFen + (moreFen > 0n ? moreFen : 0n),
      fallsFen: before.fallsFen + (moreFen < 0n ? -moreFen : 0n),
      undecided: before.undecided + thenUndecided - nowUndecided,
      orderedFen: before.orderedFen + (difference.orderedFen ?? 0n),
      recoverableFen: before.recoverableFen + (difference.recoverableFen ?? 0n),
    };
  }

  /** The largest first. */
  all(): readonly AccountChange[] {
    this.#keep();
    return this.#kept;
  }

  #keep(): void {
    if (!this.#current) return;
    this.#kept = [...this.#kept, this.#current].sort(bySize).slice(0, this.#most);
    this.#current = undefined;
  }
}

const NOTHING = { name: '', risesFen: 0n, fallsFen: 0n, undecided: 0, orderedFen: 0n, recoverableFen: 0n };

function bySize(a: AccountChange, b: AccountChange): number {
  const more = b.risesFen + b.fallsFen - a.risesFen - a.fallsFen;
  return more > 0n ? 1 : more < 0n ? -1 : compareCodePoints(a.entity, b.entity);
}
