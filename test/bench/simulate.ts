import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Options } from '../simulation/run.ts';
import { passed } from './last-passed.ts';

const RUN = fileURLToPath(new URL('../simulation/run.ts', import.meta.url));

/** In a separate process, which loads the services' code as the simulation needs it, and with other globals. */
export function benchSimulate(options: Options): void {
  const { status } = spawnSync(process.execPath, [RUN, JSON.stringify(options)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
  const { seeds, first, sabotage } = options;
  if (status === 0 && sabotage === undefined) passed('simulate', { seeds, first });
}
