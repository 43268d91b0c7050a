import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CACHE = join(import.meta.dirname, '../../.cache');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const RUN = 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())';
const INSTALL_MS = 300_000;
const run = promisify(execFile);

/** How to run schemathesis: a program, the arguments before its own, and its environment. */
export type Schemathesis = {
  readonly program: string;
  readonly before: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

/** Installs it and all its dependencies, each in the pinned version, with pip into a separate folder. */
export async function installSchemathesis(): Promise<Schemathesis> {
  const sum = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `schemathesis-${sum}`);
  if (!existsSync(folder)) await install(folder);
  return { program: 'python3', before: ['-c', RUN], env: { ...process.env, PYTHONPATH: folder } };
}

async function install(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const quiet = ['-q', '--disable-pip-version-check', '--only-binary=:all:', '--no-deps'];
  try {
    const pip = ['-m', 'pip', 'install', ...quiet, '--target', unfinished, '-r', REQUIREMENTS];
    await run('python3', pip, { timeout: INSTALL_MS });
    renameSync(unfinished, folder);
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const remedy = 'It needs Python 3.11 or newer with pip, and a package index that pip can reach.';
    throw new Error(`schemathesis could not be installed by pip: ${String(cause)}\n${remedy}`, { cause });
  }
}
