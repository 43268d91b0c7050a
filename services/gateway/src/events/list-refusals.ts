import * as api from '@duixian/api';
import type { z } from 'zod';
import { sourceToRead } from '../access/source-to-read.ts';
import { endpoint } from '../http/endpoint.ts';
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
