import { readFileSync, writeFileSync } from 'node:fs';
import { withErrors } from './errors-table.ts';

// Run `npm run errors` after a change of a code.
for (const language of ['en', 'zh'] as const) {
  const page = new URL(`../../../docs/partners/${language}/errors.md`, import.meta.url);
  writeFileSync(page, withErrors(readFileSync(page, 'utf8'), language));
}
