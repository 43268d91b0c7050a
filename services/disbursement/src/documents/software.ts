import { readFileSync } from 'node:fs';

/** Name and version of the software, as documents print it. */
export function softwareName(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `duixian ${version}`;
}
