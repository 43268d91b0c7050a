import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const PROTO = join(ROOT, 'proto');
const CALLS = 'duixian/operations/v1/operations.proto';

let folder: string;
let command: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duixian-proto-'));
  for (const name of ['buf.yaml', 'duixian', 'releases'])
    await cp(join(PROTO, name), join(folder, name), { recursive: true });
  command = JSON.parse(await readFile(join(PROTO, 'package.json'), 'utf8')).scripts.breaking;
});

afterAll(() => rm(folder, { recursive: true }));

/** The result of the repository's check for the messages in `folder`. */
async function breaks(): Promise<string> {
  const [program = '', ...given] = command.split(' ');
  const binary = join(PROTO, 'node_modules/.bin', program);
  return promisify(execFile)(binary, given, { cwd: folder }).then(
    () => '',
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}

it('every check of a change compares with the newest release', async () => {
  const [newest = ''] = (await readdir(join(PROTO, 'releases'))).sort(byVersion).reverse();
  expect(command).toBe(`buf breaking --against releases/${newest}`);
  const check = await readFile(join(ROOT, '.ci/run'), 'utf8');
  expect(check.split('\n')).toContain('pnpm run breaking');
});

it('what this release only adds breaks nothing', async () => {
  expect(await breaks()).toBe('');
});

it.each([
  ['a field that is renumbered', 'int64 dead_letters = 4', 'int64 dead_letters = 9', 'dead_letters'],
  ['a field of another type', 'int64 published = 1', 'string published = 1', 'published'],
  [
    'a call that is gone',
    '  rpc Republish(RepublishRequest) returns (RepublishResponse);\n',
    '',
    'Republish',
  ],
])('%s is found', async (_, before, after, named) => {
  const path = join(folder, CALLS);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(before);
  await writeFile(path, text.replace(before, after));
  expect(await breaks()).toContain(named);
  await writeFile(path, text);
});

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
