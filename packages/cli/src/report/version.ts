import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(import.meta.dirname, '../../package.json');
const PACKS = join(import.meta.dirname, '../../../policy/packs');

/** The versions of the product, of Node, and of the regulations that the engine reads. */
export function versionInWords(): string {
  const packs = readdirSync(PACKS, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort()
    .join(', ');
  return `duixian ${productVersion()}, Node ${process.versions.node}, regulation ${packs}`;
}

export function productVersion(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
  return version;
}
