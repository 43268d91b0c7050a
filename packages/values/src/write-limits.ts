import { readFileSync, writeFileSync } from 'node:fs';
import { withLimits } from './limits-table.ts';

// `npm run limits`, after a limit was changed.
const page = new URL('../../../docs/reliability.md', import.meta.url);
writeFileSync(page, withLimits(readFileSync(page, 'utf8')));
