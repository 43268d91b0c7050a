import { z } from 'zod';
import { count } from './amounts.ts';
import { next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

const instant = z.string().nullable();

export const receivedSchema = z
  .strictObject({
    register: z.string().describe('The service that holds this part of its facts.'),
    source: z.string(),
    facts: count.describe('Records of this source that the register holds.'),
    newestRecordedAt: instant.describe(
      'When the register recorded the newest of them; null where it holds none.',
    ),
    newestTime: instant.describe('The latest `time` of them; null where it holds none.'),
    missingFacts: count.describe(
      'Facts that the register published before its database was restored from an older backup, and that it does not hold.',
    ),
    sendAgainFrom: instant.describe(
      'The `time` from which on the source should send its facts again; null where nothing is missing.',
    ),
  })
  .meta({ id: 'Received' });

export const listReceived = route({
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
});

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
      .describe('Who dismissed it, and why; null while it is waited for.'),
  })
  .meta({ id: 'MissingFact' });

const dismissed = z.enum(['true', 'false'], { error: 'true or false' }).optional();

export const listMissingFacts = route({
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
});

const IDS = 'a list of 1 to 1,000 ids of missing facts';

const ids = z.array(z.string(), { error: IDS }).min(1, { error: IDS }).max(1_000, { error: IDS });

export const dismissMissingFacts = route({
  method: 'POST',
  path: '/v1/missing-facts/dismiss',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Dismiss facts that their source cannot send again: they stay listed as dismissed',
  summaryZh: '不再等待来源无法重报的事实，并留存原因',
  description:
    'By a person, who is recorded with the reason; it cannot be undone. What the ' +
    'source sends after all is recorded. An answer of 404 names those that are not missing; the others of that register ' +
    'were not dismissed either.',
  body: requestBody({ ids, reason: text.describe('Why they cannot be sent again.') }),
  answer: z.strictObject({ dismissed: count }),
  problems: ['not-json', 'not-found', 'unavailable'],
});
