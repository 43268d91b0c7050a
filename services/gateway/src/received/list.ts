import type { registerV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { next, page } from '../http/parameters.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';

const instant = z.string().nullable();

const receivedSchema = z
  .strictObject({
    register: z.string().describe('The service that holds this part of its facts.'),
    source: z.string(),
    facts: count.describe('Things of this source that the register holds.'),
    newestRecordedAt: instant.describe(
      'When the register took in the newest of them; null where it holds none.',
    ),
    newestTime: instant.describe('The latest `time` of them; null where it holds none.'),
    missingFacts: count.describe(
      'Facts that the register published before its database was restored from an older backup, and that it does not hold.',
    ),
    sendAgainFrom: instant.describe(
      'From which `time` of its facts on the source should send again; null where nothing is missing.',
    ),
  })
  .meta({ id: 'Received' });

/** What is held of each source; after a restore also what is missing. */
export const listReceived = endpoint({
  method: 'GET',
  path: '/v1/received',
  access: ['read'],
  tag: 'Operations',
  summary: 'Each source in each register: how many facts, how new, and what to send again after a restore',
  summaryZh: '各数据来源在各登记服务的事实数量、最新时间，以及恢复备份后需重报的内容',
  description:
    'A register whose database was restored from a backup finds at its start what it had published since, as far as the ' +
    'streams still hold it (three days). Its source sends what is missing again, the same or newer revisions; as soon as ' +
    'they are recorded nothing is missing. What a source cannot send again an officer dismisses (POST ' +
    '/v1/missing-facts/dismiss).',
  query: z.strictObject(page),
  answer: z.strictObject({ received: z.array(receivedSchema), next }),
  problems: ['unavailable'],
  async handle({ query }, { registers }) {
    const { rows, next } = await pageOfServices(REGISTERS, query, async ({ service, ...asked }) => {
      const answer = await registers[service].listSources(asked);
      return { rows: answer.sources.map((one) => receivedJson(service, one)), next: answer.next };
    });
    return { received: rows, next };
  },
});

function receivedJson(register: string, one: registerV1.Source): z.output<typeof receivedSchema> {
  const { source, things: records, newestRecordedAt, newestTime, missingFacts, sendAgainFrom } = one;
  return {
    register,
    source,
    facts: exactNumber(records),
    newestRecordedAt: newestRecordedAt || null,
    newestTime: newestTime || null,
    missingFacts: exactNumber(missingFacts),
    sendAgainFrom: sendAgainFrom || null,
  };
}
