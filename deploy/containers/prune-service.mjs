// Copies one service, the workspace packages it needs and the lockfile into a folder, and installs production
// dependencies there: the context of its image.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';

const workspaceFiles = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'patches'];
const notShipped = new Set(['node_modules', 'coverage', 'golden']);
const run = promisify(execFile);

/** Fills `context` for the package `@duixian/<service>` and returns the service's folder in the workspace. */
export async function pruneService(root, service, context) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pnpm = async (folder, pnpmArguments) => {
    const env = { ...process.env, CI: 'true' };
    const { stdout } = await run('npx', ['-y', packageManager, ...pnpmArguments], { cwd: folder, env });
    return stdout;
  };
  const withItsPackages = ['--filter', `@duixian/${service}...`];
  const members = JSON.parse(await pnpm(root, [...withItsPackages, 'list', '--depth', '-1', '--json']));
  const own = members.find(({ name }) => name === `@duixian/${service}`);
  if (!own) throw new Error(`There is no package @duixian/${service} in the workspace.`);

  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  for (const file of workspaceFiles) cpSync(join(root, file), join(context, file), { recursive: true });
  for (const { path } of members) {
    cpSync(path, join(context, relative(root, path)), { recursive: true, filter: isShipped });
  }
  // The root's own Node is an optional dependency, and the base image has one.
  const production = ['--prod', '--no-optional', '--frozen-lockfile', '--ignore-scripts'];
  await pnpm(context, ['install', ...production, ...withItsPackages]);
  // It holds the time of the installation, and would make every image another one.
  rmSync(join(context, 'node_modules/.modules.yaml'), { force: true });
  return relative(root, own.path);
}

function isShipped(path) {
  return !notShipped.has(basename(path)) && !path.endsWith('.test.ts');
}
