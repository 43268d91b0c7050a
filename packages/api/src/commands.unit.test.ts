import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { ALL_ROUTES } from './all-routes.ts';
import { COMMANDS, WITHOUT_KEY } from './commands.ts';
import { withCommands } from './commands-table.ts';

it('every POST and PUT takes a key, or says why it needs none', () => {
  const writes = ALL_ROUTES.filter(({ method }) => method !== 'GET').map(({ path }) => path);
  const named = [...Object.keys(COMMANDS), ...Object.keys(WITHOUT_KEY)];
  expect(named.toSorted()).toEqual(writes.toSorted());
});

it.each([
  ['commands.md', 'en'],
  ['commands.zh-CN.md', 'zh'],
] as const)('the tables in docs/%s are current', (file, language) => {
  const page = readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8');
  expect(withCommands(page, language)).toBe(page);
  expect(page).toContain('/v1/orders/{id}/release');
});
