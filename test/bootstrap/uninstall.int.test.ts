import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';

const MODULE = join(import.meta.dirname, '../../tools/bootstrap/uninstall.mjs');
const INSTALLED = ['node_modules', 'packages/values/node_modules', '.cache'];

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'duixian-uninstall-'));
  for (const folder of [...INSTALLED, '.duixian', '.git/node_modules', 'packages/values/src']) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'file'), 'x');
  }
});

afterEach(() => rmSync(root, { recursive: true }));

function uninstall(...options: string[]) {
  const program = `
    const { uninstall } = await import(${JSON.stringify(MODULE)});
    process.exitCode = await uninstall(${JSON.stringify(root)}, ${JSON.stringify(options)});`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
    input: '',
  });
  return { status, stderr };
}

const areThere = (...folders: string[]) => folders.map((folder) => existsSync(join(root, folder)));

it('removes dependencies and servers, and nothing that somebody wrote', () => {
  const { status, stderr } = uninstall('--yes');
  expect([status, stderr]).toEqual([0, expect.stringContaining('1 MiB  packages/values/node_modules')]);
  expect(areThere(...INSTALLED)).toEqual([false, false, false]);
  expect(areThere('.duixian/file', '.git/node_modules/file', 'packages/values/src/file')).toEqual([
    true,
    true,
    true,
  ]);
  expect(uninstall('--yes')).toEqual({ status: 0, stderr: 'Nothing is installed here.\n' });
});

it('removes what the system holds only where that is said', () => {
  expect(uninstall('--yes', '--data').status).toBe(0);
  expect(areThere('.duixian')).toEqual([false]);
});

it('removes nothing where nobody agrees, a system runs, or an option is not known', () => {
  expect(uninstall()).toEqual({ status: 4, stderr: expect.stringContaining('Nothing was removed.') });
  expect(uninstall('--all')).toEqual({ status: 4, stderr: expect.stringContaining('--all is not known') });
  writeFileSync(join(root, '.duixian/supervisor.json'), JSON.stringify({ pid: process.pid }));
  expect(uninstall('--yes')).toEqual({ status: 4, stderr: expect.stringContaining('duixian stop first') });
  expect(areThere(...INSTALLED)).toEqual([true, true, true]);
});
