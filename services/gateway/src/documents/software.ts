import { readFileSync } from 'node:fs';

/** What writes documents, as it names itself in them. */
export function softwareName(): string {
  const manifest = new URL('../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `duixian ${version}`;
}
