import { readFileSync } from 'node:fs';
import { REFUSAL_REASONS } from '@duixian/facts';
import { expect, it } from '@jest/globals';
import { errorRows, withErrors } from './errors-table.ts';
import { PROBLEMS } from './problem-kinds.ts';

it.each(['en', 'zh'] as const)('docs/partners/%s/errors.md is current, and has every code', (language) => {
  const page = readFileSync(new URL(`../../../docs/partners/${language}/errors.md`, import.meta.url), 'utf8');
  expect(withErrors(page, language)).toBe(page);
  for (const code of [...Object.keys(PROBLEMS), ...REFUSAL_REASONS])
    expect(page).toContain(`| \`${code}\` |`);
});

it('is in one language each', () => {
  const textOf = (language: 'en' | 'zh') => {
    const { requests, items } = errorRows(language);
    return [...requests, ...items].flatMap(({ title, remedy }) => [title, remedy]);
  };
  for (const text of textOf('zh')) expect(text).toMatch(/\p{Script=Han}/u);
  for (const text of textOf('en')) expect(text).not.toMatch(/\p{Script=Han}/u);
});
