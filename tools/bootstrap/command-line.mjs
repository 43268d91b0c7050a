import { join } from 'node:path';
import { currentPrograms } from '../../deploy/local/current-programs.mjs';

/**
 * The command line as one program where it is built, which starts in a third of the time, else its sources; and where
 * Node keeps what it compiled of it, which is half of what a short command takes.
 */
export function commandLine(root) {
  const programs = currentPrograms(root);
  return programs === undefined
    ? { file: join(root, 'packages/cli/src/main.ts'), compiled: join(root, '.cache/node') }
    : { file: join(programs, 'duixian.mjs'), compiled: join(programs, 'compiled') };
}
