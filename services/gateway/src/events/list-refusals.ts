import { z } from 'zod';
import { type Key, mayWrite } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { fault, Problem } from '../http/problem.ts';
import { REGISTERS } from '../page-of-services.ts';
import type { Services } from '../services.ts';

const refusal = z.strictObject({
  at: z.string(),
  register: z.string().describe('Which register refused it.'),
  id: z.string().nullable(),
  type: z.string().nullable(),
  subject: z.string().nullable(),
  faults: z.array(fault).describe('The first five.'),
});

/** Not by page: a register remembers a hundred of a source. */
export const listRefusals = endpoint({
  method: 'GET',
  path: '/v1/refusals',
  access: ['read', 'source'],
  tag: 'Facts',
  summary: 'What registers refused lately of what a source sent, the newest first',
  summaryZh: '某来源近期被拒收的报送',
  description:
    'The hundred newest in each register, of the last 30 days, without their content. What no register was asked about ' +
    '(an unknown type, an item that is too large, a request that is refused whole) is answered when it is sent, and not kept.',
  query: z.strictObject({
    source: name.describe('Its URI; a key of one source need not say it.').optional(),
  }),
  answer: z.strictObject({ source: z.string(), refusals: z.array(refusal) }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const source = sourceToRead(key, query.source);
    const found = await Promise.all(REGISTERS.map((register) => refusalsOf(register, source, services)));
    return { source, refusals: found.flat().sort((one, other) => (one.at > other.at ? -1 : 1)) };
  },
});

async function refusalsOf(
  register: (typeof REGISTERS)[number],
  source: string,
  { registers }: Services,
): Promise<z.output<typeof refusal>[]> {
  const { refusals } = await registers[register].listRefusals({ source });
  return refusals.map(({ at, eventId, type, subject, faults }) => ({
    ...{ at, register, faults },
    ...{ id: eventId || null, type: type || null, subject: subject || null },
  }));
}

function sourceToRead(key: Key, asked: string | undefined): string {
  if (asked !== undefined) {
    if (key.read || mayWrite(key, asked)) return asked;
    throw new Problem('out-of-scope', 'This key reads what was refused of its own source only.');
  }
  const [only, ...others] = key.sources === '*' ? [] : key.sources;
  if (only !== undefined && others.length === 0 && !key.read) return only;
  const message = 'source must be the URI of a source';
  throw new Problem('bad-request', `${message}.`, [{ field: 'source', reason: 'missing-field', message }]);
}
