import type { operationsV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { next, page } from '../http/parameters.ts';
import { pageOfServices } from '../page-of-services.ts';
import { SERVICE_NAMES, type ServiceName } from '../services.ts';
import { writeDeadLetterId } from './id.ts';

const deadLetter = z.strictObject({
  id: z.string(),
  service: z.enum(SERVICE_NAMES),
  subject: z.string().describe('Where the message came from.'),
  about: z.string(),
  reason: z.string(),
  at: z.string(),
  headers: z.record(z.string(), z.string()),
  payload: z.string().describe('The message, base64.'),
  discarded: z
    .strictObject({ by: z.string(), reason: z.string(), at: z.string() })
    .nullable()
    .describe('Who decided not to send it again, and why; null while it waits.'),
  unbelieved: z
    .boolean()
    .describe('Whether nobody who may publish it proved that it did. Sent again, it is judged again.'),
});

const DISCARDED = 'true or false';
const discarded = z.enum(['true', 'false'], { error: DISCARDED }).optional();

export const listDeadLetters = endpoint({
  method: 'GET',
  path: '/v1/dead-letters',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Messages that a service could not process, per service, oldest first',
  summaryZh: '无法处理的消息',
  query: z.strictObject({
    discarded: discarded.describe('true: those that were discarded, instead of those that wait.'),
    ...page,
  }),
  answer: z.strictObject({ deadLetters: z.array(deadLetter), next }),
  problems: ['unavailable'],
  async handle({ query }, { operations }) {
    const isDiscarded = query.discarded === 'true';
    const { rows, next } = await pageOfServices(SERVICE_NAMES, query, async ({ service, ...asked }) => {
      const page = await operations[service].listDeadLetters({ ...asked, discarded: isDiscarded });
      return { rows: page.deadLetters.map((letter) => deadLetterJson(letter, service)), next: page.next };
    });
    return { deadLetters: rows, next };
  },
});

function deadLetterJson(letter: operationsV1.DeadLetter, service: ServiceName): z.output<typeof deadLetter> {
  const id = writeDeadLetterId({ service, id: letter.id });
  const { discard, payload, ...rest } = letter;
  return { ...rest, id, service, payload: payload.toString('base64'), discarded: discard ?? null };
}
