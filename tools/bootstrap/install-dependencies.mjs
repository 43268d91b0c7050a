import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Installs what the lockfile names, unless exactly that is installed already. Throws with the installer's message. */
export function installDependencies(root) {
  const marker = join(root, 'node_modules/.duixian-installed');
  const lockfile = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockfile) return;
  const { packageManager: pnpm } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.error(`Installing dependencies with ${pnpm} …`);
  const started = performance.now();
  const result = spawnSync('npx', ['-y', pnpm, 'install', '--frozen-lockfile'], {
    cwd: root,
    // Without a terminal, pnpm does what it would otherwise ask about.
    env: { ...process.env, CI: 'true' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error)
    throw new Error(`Dependencies could not be installed: npx cannot be run (${result.error.message}).`);
  if (result.status !== 0) {
    throw new Error(`Dependencies could not be installed:\n${result.stdout}${result.stderr}`.trimEnd());
  }
  writeFileSync(marker, lockfile);
  console.error(`Dependencies are installed (${((performance.now() - started) / 1000).toFixed(1)} s).`);
}
