import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Page, ROOT } from './page.ts';

/** What a page adds: it is not there yet. */
const ADDED = [/studies/, /acceptance/, /^luoyang-2027-3\//, /\/…$/];

/** Pages age when files move: each file that they name is there, and has what they say is in it. */
describe.each(['add-a-provision', 'add-a-type', 'add-a-service'])('docs/contributing/%s.md', (name) => {
  const page = new Page(name);
  const titles = [...page.text.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
  const rows = titles.flatMap((title) => page.rows(title));

  it('names files that are there', () => {
    const inText = [
      ...page.text.matchAll(/`((?:packages|services|test|deploy|docs|k8s|proto)\/[\w./@-]+)`/g),
    ];
    const named = [...rows.flatMap(({ paths }) => paths), ...inText.map(([, path = '']) => path)];
    expect(named.length).toBeGreaterThan(5);
    const missing = named.filter(
      (path) => !ADDED.some((added) => added.test(path)) && !existsSync(new URL(path, ROOT)),
    );
    expect(missing).toEqual([]);
  });

  it('names constants that are in them', () => {
    const missing = rows.flatMap(({ paths, change }) => {
      const constants = [...change.matchAll(/`([A-Z][A-Z_]{3,})(?:\.\w+)?`/g)].map(
        ([, constant = '']) => constant,
      );
      const texts = paths
        .filter((path) => path.endsWith('.ts'))
        .map((path) => readFileSync(new URL(path, ROOT), 'utf8'));
      const isIn = (constant: string) => texts.length === 0 || texts.some((text) => text.includes(constant));
      return constants.filter((constant) => !isIn(constant) && !constant.startsWith('STUDIES'));
    });
    expect(missing).toEqual([]);
  });
});
