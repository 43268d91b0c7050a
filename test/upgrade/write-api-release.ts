import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_RELEASES, describedApi, descriptionText } from './described-api.ts';

// Writes what partners can rely on from this release on: `npm run -s api-release`. A release that is out is not written
// again.

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
writeFileSync(join(API_RELEASES, `${version}.json`), descriptionText(describedApi()));
