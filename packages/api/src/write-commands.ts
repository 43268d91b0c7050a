import { readFileSync, writeFileSync } from 'node:fs';
import { withCommands } from './commands-table.ts';

// Run `npm run commands` after a change of a command.
for (const [file, language] of [
  ['commands.md', 'en'],
  ['commands.zh-CN.md', 'zh'],
] as const) {
  const page = new URL(`../../../docs/${file}`, import.meta.url);
  writeFileSync(page, withCommands(readFileSync(page, 'utf8'), language));
}
