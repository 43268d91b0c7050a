import * as api from '@duixian/api';
import type { z } from 'zod';
import { type Key, mayWrite } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { REGISTERS } from '../page-of-services.ts';
import type { Services } from '../services.ts';

/** Without pages: a register keeps at most a hundred per source. */
export const listRefusals = endpoint(api.listRefusals, async ({ key, query }, services) => {
  const source = sourceToRead(key, query.source);
  const found = await Promise.all(REGISTERS.map((register) => refusalsOf(register, source, services)));
  return { source, refusals: found.flat().sort((one, other) => (one.at > other.at ? -1 : 1)) };
});

async function refusalsOf(
  register: (typeof REGISTERS)[number],
  source: string,
  { registers }: Services,
): Promise<z.output<typeof api.refusalSchema>[]> {
  const { refusals } = await registers[register].listRefusals({ source });
  return refusals.map(({ at, eventId, type, subject, faults }) => ({
    ...{ at, register, faults },
    ...{ id: eventId || null, type: type || null, subject: subject || null },
  }));
}

function sourceToRead(key: Key, asked: string | undefined): string {
  if (asked !== undefined) {
    if (key.read || mayWrite(key, asked)) return asked;
    throw new Problem('out-of-scope', 'This key reads only refusals of its own source.');
  }
  const [only, ...others] = key.sources === '*' ? [] : key.sources;
  if (only !== undefined && others.length === 0 && !key.read) return only;
  const message = 'source must be the URI of a source';
  throw new Problem('bad-request', `${message}.`, [{ field: 'source', reason: 'missing-field', message }]);
}
