import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import type { Item } from '../items.ts';
import type { Stage } from '../stage.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SENT = ['contract.json', 'corrected.json', 'voided.json'];

/** The blocks of commands of a page, in order. */
function blocksOf(language: string): string[] {
  const page = readFileSync(join(ROOT, `docs/partners/${language}/first-event.md`), 'utf8');
  return [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

export function firstEvent(stage: () => Stage): void {
  it('the commands of the page lead to a fact that is recorded, corrected, refused and voided', async () => {
    const blocks = blocksOf('zh');
    expect(blocks).toHaveLength(6);
    expect(blocksOf('en')).toEqual(blocks);
    const folder = mkdtempSync(join(tmpdir(), 'duixian-first-'));
    try {
      // As in the folder of the repository, of a system with another folder for its data.
      const { url, keys, folder: data } = stage().system;
      symlinkSync(join(ROOT, 'duixian'), join(folder, 'duixian'));
      symlinkSync(data.path, join(folder, '.duixian'));
      const environment = { ...process.env, DUIXIAN_URL: url, DUIXIAN_KEY: keys.adminKey };
      const script = `set -euo pipefail\n${blocks.map((block, at) => `echo block ${at + 1}\n${block}`).join('\n')}`;
      const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env: environment });
      expect(stdout.match(/"outcome":"\w+"/g)).toEqual([
        ...['"outcome":"recorded"', '"outcome":"recorded"', '"outcome":"refused"', '"outcome":"recorded"'],
      ]);
      for (const file of SENT) stage().remember(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Item);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
