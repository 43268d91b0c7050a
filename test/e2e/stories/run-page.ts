import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { blocksOf, runBlocks } from '../../partners/page-blocks.ts';
import type { Stage } from '../stage.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What the commands of a page said, and what a file that they made holds. */
export type PageRun = { readonly stdout: string; made(file: string): string };

/** Runs all commands of a page of docs/partners, as in the folder of the repository. */
export async function runPage(
  stage: Stage,
  page: string,
  blockCount: number,
  seen: (run: PageRun) => void,
): Promise<void> {
  const blocks = blocksOf(page, 'zh');
  expect(blocks).toHaveLength(blockCount);
  const folder = mkdtempSync(join(tmpdir(), 'duixian-page-'));
  try {
    // The system of the stage has another folder for its data.
    const { url, keys, folder: data } = stage.system;
    symlinkSync(join(ROOT, 'duixian'), join(folder, 'duixian'));
    symlinkSync(data.path, join(folder, '.duixian'));
    const stdout = await runBlocks(blocks, folder, { DUIXIAN_URL: url, DUIXIAN_KEY: keys.adminKey });
    seen({ stdout, made: (file) => readFileSync(join(folder, file), 'utf8') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
