import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
export const PAGES_FOLDER = join(ROOT, 'docs/partners');

/** The blocks of commands of a page, in order. */
export function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(join(PAGES_FOLDER, language, page), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

/** Runs blocks as somebody who copies them into a shell, one after the other. Answers what they said. */
export async function runBlocks(
  blocks: readonly string[],
  folder: string,
  environment: Record<string, string> = {},
): Promise<string> {
  const script = `set -euo pipefail\n${blocks.map((block, at) => `echo block ${at + 1}\n${block}`).join('\n')}`;
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder, env });
  return stdout;
}
