import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Stage } from '../../e2e/stage.ts';

const DUIXIAN = fileURLToPath(new URL('../../../duixian', import.meta.url));

/** Facts a second of a whole `./duixian verify`, including its start; throws where it finds a difference. */
export async function verifyPerSecond(stage: Stage): Promise<number> {
  const startedAt = performance.now();
  const { stdout } = await promisify(execFile)(DUIXIAN, [
    'verify',
    '--json',
    '--data',
    stage.system.folder.path,
  ]);
  const seconds = (performance.now() - startedAt) / 1_000;
  return (JSON.parse(stdout) as { facts: number }).facts / seconds;
}
