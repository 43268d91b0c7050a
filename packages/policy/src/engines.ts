import { assess, findings } from './assess.ts';
import { dependsOn } from './depends-on.ts';
import { type Engine, entitledFen } from './policy.ts';

const ENGINE: Engine = { version: 1, assess, findings, dependsOn, entitledFen };

/**
 * The engines of this release, the newest last. The previous one stays until it is in force nowhere: services continue
 * to compute with it, and offer the newest.
 */
export const ENGINES: readonly [Engine, ...Engine[]] = [ENGINE];

export function newestOf(engines: readonly [Engine, ...Engine[]]): Engine {
  return engines.at(-1) ?? engines[0];
}
