import { writeFileSync } from 'node:fs';
import { PAGES_MODULE, pagesModule } from './rendered-pages.ts';

// Run `npm run pages` after a change of docs/partners.
writeFileSync(PAGES_MODULE, pagesModule());
