import type * as api from '@duixian/api';
import { readDeadLetterId, writeDeadLetterId } from './dead-letters/id.ts';
import { Problem } from './http/problem.ts';

export const REGISTERS = ['institutions', 'contracts', 'metering', 'awards'] as const;

type Asked<Name> = { readonly service: Name; readonly after: string; readonly limit: number };

/**
 * A page of a list that several services hold parts of, read one service after the other. It ends where a service has
 * filled its own page, by number or by bytes: several full ones together would be larger than a page may be.
 */
export async function pageOfServices<Name extends api.ServiceName, Row>(
  services: readonly Name[],
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ask: (asked: Asked<Name>) => Promise<{ readonly rows: readonly Row[]; readonly next: string }>,
): Promise<{ rows: Row[]; next: string | null }> {
  const rows: Row[] = [];
  const start = startOf(services, after);
  let cursor = start.cursor;
  for (const service of services.slice(start.at)) {
    if (rows.length === limit) return { rows, next: writeDeadLetterId({ service, id: '' }) };
    const page = await ask({ service, after: cursor, limit: limit - rows.length });
    rows.push(...page.rows);
    if (page.next !== '') return { rows, next: writeDeadLetterId({ service, id: page.next }) };
    cursor = '';
  }
  return { rows, next: null };
}

function startOf(
  services: readonly api.ServiceName[],
  after: string | undefined,
): { at: number; cursor: string } {
  if (after === undefined) return { at: 0, cursor: '' };
  const read = readDeadLetterId(after);
  if (read && services.includes(read.service)) return { at: services.indexOf(read.service), cursor: read.id };
  const message = 'after must be the `next` of the page before';
  throw new Problem('bad-request', `${message}.`, [{ field: 'after', reason: 'bad-field', message }]);
}
