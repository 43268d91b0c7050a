import { assess, findings } from './assess.ts';
import { dependsOn } from './depends-on.ts';
import { entitledFen } from './policy.ts';

/**
 * What makes claims of facts and accounts of claims. Which one does is in force like a pack: stored by its version, and
 * changed by two persons on a plan, a repair included.
 */
export type Engine = {
  /** Raised with every change by which any facts can give other claims or accounts than before under an unchanged pack. */
  readonly version: number;
  readonly assess: typeof assess;
  readonly findings: typeof findings;
  readonly dependsOn: typeof dependsOn;
  readonly entitledFen: typeof entitledFen;
};

const ENGINE: Engine = { version: 1, assess, findings, dependsOn, entitledFen };

/**
 * Those that this release has, the newest last. The one before stays until nobody has it in force any more: services go on
 * computing with it, and what it offers is the newest.
 */
export const ENGINES: readonly [Engine, ...Engine[]] = [ENGINE];

export function newestOf(engines: readonly [Engine, ...Engine[]]): Engine {
  return engines.at(-1) ?? engines[0];
}
