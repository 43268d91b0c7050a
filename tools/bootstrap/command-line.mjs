import { join } from 'node:path';
import { currentPrograms } from '../../deploy/local/current-programs.mjs';

/** The command line as one program where it is built, which starts in a third of the time; else its sources. */
export function commandLine(root) {
  const programs = currentPrograms(root);
  return programs === undefined ? join(root, 'packages/cli/src/main.ts') : join(programs, 'duixian.mjs');
}
