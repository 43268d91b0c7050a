import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEED_EVENT_TYPES } from '@duixian/api';
import { expect, it } from '@jest/globals';
import { blocksOf, PAGES_FOLDER, runBlocks } from './page-blocks.ts';
import { PAGES_MODULE, pagesModule } from './rendered-pages.ts';

const LANGUAGES = ['zh', 'en'];
const [chinese = [], english = []] = LANGUAGES.map((language) => readdirSync(join(PAGES_FOLDER, language)));

function textOf(language: string, page: string): string {
  return readFileSync(join(PAGES_FOLDER, language, page), 'utf8');
}

it('every page is there in Chinese and in English, and the first page lists it', () => {
  expect(chinese.toSorted()).toEqual(english.toSorted());
  for (const language of LANGUAGES) {
    const listed = [...textOf(language, 'README.md').matchAll(/^\| \[[^\]]+\]\(([\w-]+\.md)\)/gm)];
    expect(['README.md', ...listed.map(([, page]) => page)].toSorted()).toEqual(chinese.toSorted());
  }
});

it('the gateway serves the pages as they are: if not, run "npm run pages"', () => {
  expect(readFileSync(PAGES_MODULE, 'utf8')).toBe(pagesModule());
});

it.each(chinese)('%s has the same commands in both languages', (page) => {
  expect(blocksOf(page, 'en')).toEqual(blocksOf(page, 'zh'));
});

it('webhooks.md names every event', () => {
  for (const language of LANGUAGES) {
    const named = [...textOf(language, 'webhooks.md').matchAll(/^\| `(duixian\.[\w.]+)` \|/gm)];
    expect(named.map(([, type]) => type)).toEqual([...FEED_EVENT_TYPES]);
  }
});

it('the commands of webhooks.md verify signatures, and refuse wrong ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'duixian-page-'));
  try {
    const stdout = await runBlocks(blocksOf('webhooks.md', 'zh'), folder);
    expect(stdout).toBe('block 1\ng0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\nblock 2\nblock 3\n');
    const [signing = ''] = blocksOf('webhooks.md', 'zh');
    const other = signing.replace('2432232314', '2432232315');
    await expect(runBlocks([other], folder)).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
