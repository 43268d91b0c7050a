import { assess, findings } from './assess.ts';
import { dependsOn } from './depends-on.ts';
import { entitledFen } from './policy.ts';

/**
 * Makes claims from facts and accounts from claims. The engine in force is stored by its version, like a pack, and two
 * persons change it on a plan, even for a repair.
 */
export type Engine = {
  /** Incremented with every change after which some facts can give other claims or accounts under an unchanged pack. */
  readonly version: number;
  readonly assess: typeof assess;
  readonly findings: typeof findings;
  readonly dependsOn: typeof dependsOn;
  readonly entitledFen: typeof entitledFen;
};

const ENGINE: Engine = { version: 1, assess, findings, dependsOn, entitledFen };

/**
 * The engines of this release, the newest last. The previous one stays until it is in force nowhere: services continue
 * to compute with it, and offer the newest.
 */
export const ENGINES: readonly [Engine, ...Engine[]] = [ENGINE];

export function newestOf(engines: readonly [Engine, ...Engine[]]): Engine {
  return engines.at(-1) ?? engines[0];
}
