import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { currentPrograms, newestFile, programsFolder, stampOf } from '../../current-programs.mjs';
import { Problem } from '../problem.ts';
import { SERVICES } from '../services.ts';
import { writeAtomically } from '../write-atomically.ts';
import { LOCATION, relativeLocations } from './relative-locations.ts';

const root = join(import.meta.dirname, '../../../..');
const KEPT_MS = 7 * 24 * 3_600_000;
/** A program is a module, and what it contains may be none. */
const REQUIRE =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(programUrl);";
const CLI = { name: 'duixian', folder: 'packages/cli' };

let building: Promise<string> | undefined;

/**
 * The path of a program, named after its service; `duixian` is the command line. It is built from the sources as they
 * are now: each is one module with what it needs, instead of 1,300 files (docs/adr/0021-a-service-is-one-program.md).
 * All are built together, and only where a source has changed, which takes seconds.
 */
export async function programOf(name: string): Promise<string> {
  const current = currentPrograms(root);
  if (current) return join(current, `${name}.mjs`);
  building ??= buildAll().finally(() => {
    building = undefined;
  });
  return join(await building, `${name}.mjs`);
}

async function buildAll(): Promise<string> {
  const name = randomBytes(6).toString('hex');
  const folder = join(programsFolder(root), name);
  mkdirSync(folder, { recursive: true });
  const since = Date.now();
  try {
    const inputs = (await bundle(folder)).map((path) => [path, stampBefore(since, path)]);
    writeAtomically(newestFile(root), JSON.stringify({ name, inputs: Object.fromEntries(inputs) }));
  } catch (cause) {
    rmSync(folder, { recursive: true });
    throw new Problem(`The services could not be built: ${(cause as Error).message}`, { cause });
  }
  removeOld(name);
  return folder;
}

/** A file that changed while it was read may have gone in as it was before, and is never current. */
function stampBefore(since: number, path: string): string {
  const { mtimeMs } = statSync(join(root, path), { throwIfNoEntry: false }) ?? { mtimeMs: since };
  return mtimeMs < since ? stampOf(root, path) : 'changed meanwhile';
}

/** Returns the files that went in, by their paths from the root. */
async function bundle(folder: string): Promise<string[]> {
  // Loaded only here: a start whose programs are current does without it. It finds its own parts only where it lies.
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [...SERVICES, CLI].map((one) => ({ in: `./${one.folder}/src/main.ts`, out: one.name })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: { js: `${LOCATION}\n${REQUIRE}` },
    plugins: [relativeLocations(folder)],
    metafile: true,
    logLevel: 'silent',
  });
  // The builder is among them, as a part of the command line; its own version is in the lock file.
  return [...Object.keys(metafile.inputs), 'pnpm-lock.yaml'];
}

/** A process that runs may still load a part of an older program. */
function removeOld(newest: string): void {
  const folders = readdirSync(programsFolder(root), { withFileTypes: true });
  for (const { name } of folders.filter((entry) => entry.isDirectory() && entry.name !== newest)) {
    const path = join(programsFolder(root), name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
