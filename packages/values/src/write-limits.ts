import { readFileSync, writeFileSync } from 'node:fs';
import { withLimits } from './limits-table.ts';

// Run `npm run limits` after a change of a limit.
const page = new URL('../../../docs/reliability.md', import.meta.url);
writeFileSync(page, withLimits(readFileSync(page, 'utf8')));
