import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVICES = join(import.meta.dirname, '../../services');

/** The services that have settings of their own. */
export const CONFIGURED = ['partners', 'awards', 'disbursement', 'gateway'];

/** Every variable that a service declares besides those of every service. */
export function settingsOf(service: string): string[] {
  const declared = readFileSync(join(SERVICES, service, 'src/configuration.ts'), 'utf8');
  const names = [...declared.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '');
  if (names.length === 0)
    throw new Error(`${service} declares no setting: its configuration is written otherwise`);
  return names;
}
