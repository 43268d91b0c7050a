import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getInfrastructure } from '../../deploy/infrastructure/get-infrastructure.mjs';
import { runInForeground } from './run-in-foreground.mjs';

const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/**
 * Runs the native suite, or with `containers` first the container suite; all other arguments go to jest. The last line
 * is the summary, "N passed, N failed, N skipped".
 */
export async function runTests(root, node, [suite, ...rest]) {
  const containers = suite === 'containers';
  await getInfrastructure({ dir: join(root, '.cache/bin') });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const configuration = join(root, containers ? 'jest.containers.config.mjs' : 'jest.config.mjs');
  const selection = containers || suite === undefined ? rest : [suite, ...rest];
  // One folder for all temporary files of the tests, so that none is left behind.
  const temporary = await mkdtemp(join(tmpdir(), 'duixian-tests-'));
  try {
    return await runInForeground(node, [...nodeOptions, jest, '--config', configuration, ...selection], {
      cwd: root,
      // What a program compiled once it need not compile again.
      env: { ...process.env, TMPDIR: temporary, NODE_COMPILE_CACHE: join(root, '.cache/node') },
    });
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}
