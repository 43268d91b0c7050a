import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
/** Jest begins with files that failed or took long, and otherwise with the largest. */
const LARGE = '// a comment\n'.repeat(1_000);

it('what measures is run after all others, one at a time, wherever jest would put it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duixian-order-'));
  try {
    const log = join(folder, 'log');
    const note = (what: string) => `require('fs').appendFileSync(${JSON.stringify(log)}, '${what}\\n');`;
    const lasting = (name: string, ms: number) =>
      `test('x', async () => { ${note(`${name} begins`)}
      await new Promise((go) => setTimeout(go, ${ms}));
      ${note(`${name} ends`)} });`;
    await writeFile(join(folder, 'a.measures.js'), lasting('a', 200) + LARGE);
    await writeFile(join(folder, 'b.measures.js'), lasting('b', 200) + LARGE);
    await writeFile(join(folder, 'c.other.js'), lasting('c', 500));
    await writeFile(join(folder, 'd.other.js'), lasting('d', 500));
    const project = (displayName: string, testMatch: string) => ({
      ...{ displayName, testMatch: [testMatch], rootDir: folder, transform: {} },
      runner: join(ROOT, 'tools/one-at-a-time-runner.mjs'),
    });
    const projects = [project('one at a time', '**/*.measures.js'), project('together', '**/*.other.js')];
    const configuration = JSON.stringify({ rootDir: folder, maxWorkers: 2, projects });
    const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
    const options = ['--experimental-vm-modules', jest, '--config', configuration];
    await promisify(execFile)(process.execPath, options, { cwd: folder });
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines.slice(0, 4).sort()).toEqual(['c begins', 'c ends', 'd begins', 'd ends']);
    const one = (name: string) => [`${name} begins`, `${name} ends`];
    const last = lines[4] === 'a begins' ? ['a', 'b'] : ['b', 'a'];
    expect(lines.slice(4)).toEqual(last.flatMap(one));
  } finally {
    await rm(folder, { recursive: true });
  }
});
