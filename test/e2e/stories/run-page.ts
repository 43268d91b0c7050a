import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@jest/globals';
import type { Stage } from '../stage.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What the commands of a page said, and what a file that they made holds. */
export type PageRun = { readonly stdout: string; made(file: string): string };

/** The blocks of commands of a page, in order. */
function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, `docs/partners/${language}/${page}`), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

/** Runs all commands of a page of docs/partners, which are the same in both languages, as somebody who copies them. */
export async function runPage(
  stage: Stage,
  page: string,
  blockCount: number,
  seen: (run: PageRun) => void,
): Promise<void> {
  const blocks = blocksOf(page, 'zh');
  expect(blocks).toHaveLength(blockCount);
  expect(blocksOf(page, 'en')).toEqual(blocks);
  const folder = mkdtempSync(join(tmpdir(), 'duixian-page-'));
  try {
    // As in the folder of the repository, of a system with another folder for its data.
    const { url, keys, folder: data } = stage.system;
    symlinkSync(join(ROOT, 'duixian'), join(folder, 'duixian'));
    symlinkSync(data.path, join(folder, '.duixian'));
    const environment = { ...process.env, DUIXIAN_URL: url, DUIXIAN_KEY: keys.adminKey };
    const script = `set -euo pipefail\n${blocks.map((block, at) => `echo block ${at + 1}\n${block}`).join('\n')}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env: environment });
    seen({ stdout, made: (file) => readFileSync(join(folder, file), 'utf8') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
