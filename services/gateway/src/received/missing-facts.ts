import type { Owner } from '@duixian/facts';
import { z } from 'zod';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { next, page, requestBody, text } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';

const missingFact = z
  .strictObject({
    id: z.string().describe('Register, type and subject, such as `contracts:contract/2019410100000001`.'),
    register: z.string(),
    source: z.string(),
    revision: z.number().int().describe('The highest that the register had published.'),
    time: z.string().describe('The earliest `time` of the revisions that are missing.'),
    dismissed: z
      .strictObject({ by: z.string(), reason: z.string(), at: z.string() })
      .nullable()
      .describe('Who decided not to wait for it, and why; null while it is waited for.'),
  })
  .meta({ id: 'MissingFact' });

const dismissed = z.enum(['true', 'false'], { error: 'true or false' }).optional();

const listMissingFacts = endpoint({
  method: 'GET',
  path: '/v1/missing-facts',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Each fact that a register lacks since its database was restored from a backup',
  summaryZh: '恢复备份后各登记服务缺失的事实',
  query: z.strictObject({
    dismissed: dismissed.describe('true: those that were dismissed, instead of those that are waited for.'),
    ...page,
  }),
  answer: z.strictObject({ missingFacts: z.array(missingFact), next }),
  problems: ['unavailable'],
  async handle({ query }, { registers }) {
    const isDismissed = query.dismissed === 'true';
    const { rows, next } = await pageOfServices(
      REGISTERS,
      query,
      async ({ service: register, after, limit }) => {
        const answer = await registers[register].listMissing({ after, limit, isDismissed });
        const facts = answer.facts.map(({ thing: record, source, revision, time, dismissal }) => ({
          id: `${register}:${record}`,
          ...{ register, source, revision: Number(revision), time },
          dismissed: dismissal ?? null,
        }));
        return { rows: facts, next: answer.next };
      },
    );
    return { missingFacts: rows, next };
  },
});

const IDS = 'a list of 1 to 1,000 ids of missing facts';
const ids = z.array(z.string(), { error: IDS }).min(1, { error: IDS }).max(1_000, { error: IDS });

const dismissMissingFacts = endpoint({
  method: 'POST',
  path: '/v1/missing-facts/dismiss',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Not to wait for facts that their source cannot send again: they stay listed as dismissed',
  summaryZh: '不再等待来源无法重报的事实，并留存原因',
  description:
    'By a person, who is written down with the reason; nothing takes that back. What the ' +
    'source sends after all is recorded. An answer of 404 names those that are not missing; the others of that register ' +
    'were not dismissed either.',
  body: requestBody({ ids, reason: text.describe('Why they cannot be sent again.') }),
  answer: z.strictObject({ dismissed: count }),
  problems: ['not-json', 'not-found', 'unavailable'],
  async handle({ key, body }, { registers }) {
    mustBePerson(key);
    let sum = 0n;
    for (const [register, records] of recordsByRegister(body.ids)) {
      const request = { things: records, by: key.person, reason: body.reason };
      sum += (await registers[register].dismissMissing(request)).dismissed;
    }
    return { dismissed: exactNumber(sum) };
  },
});

function recordsByRegister(all: readonly string[]): Map<Owner, string[]> {
  const chosen = new Map<Owner, string[]>();
  for (const id of new Set(all)) {
    const colon = id.indexOf(':');
    const register = REGISTERS.find((name) => name === id.slice(0, colon));
    if (!register)
      throw new Problem('not-found', `No fact ${id} is missing; /v1/missing-facts lists those that are.`);
    chosen.set(register, [...(chosen.get(register) ?? []), id.slice(colon + 1)]);
  }
  return chosen;
}

export const missingFactEndpoints = [listMissingFacts, dismissMissingFacts];
