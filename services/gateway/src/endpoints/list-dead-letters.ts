import type { operationsV1 } from '@duixian/proto';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { next, page } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { type DeadLetterId, readDeadLetterId, writeDeadLetterId } from '../json/dead-letter-id.ts';
import { SERVICE_NAMES, type ServiceName, type Services } from '../services.ts';

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
  async handle({ query }, services) {
    const found: z.output<typeof deadLetter>[] = [];
    let at: DeadLetterId | undefined = startOf(query.after);
    while (at && found.length < query.limit) {
      const asked = { limit: query.limit - found.length, discarded: query.discarded === 'true' };
      const answer = await pageOf(at, asked, services);
      found.push(...answer.deadLetters.map((letter) => deadLetterJson(letter, (at as DeadLetterId).service)));
      const isFull = answer.next !== '';
      at = isFull ? { service: at.service, id: answer.next } : serviceAfter(at.service);
      // By number or by bytes.
      if (isFull) break;
    }
    return { deadLetters: found, next: at ? writeDeadLetterId(at) : null };
  },
});

function startOf(after: string | undefined): DeadLetterId {
  if (after === undefined) return { service: SERVICE_NAMES[0], id: '' };
  const start = readDeadLetterId(after);
  if (start) return start;
  const message = 'after must be the `next` of the page before';
  throw new Problem('bad-request', `${message}.`, [{ field: 'after', reason: 'bad-field', message }]);
}

function pageOf(
  { service, id }: DeadLetterId,
  asked: { readonly limit: number; readonly discarded: boolean },
  { operations }: Services,
) {
  return operations[service].listDeadLetters({ after: id, ...asked });
}

function serviceAfter(service: ServiceName): DeadLetterId | undefined {
  const name = SERVICE_NAMES[SERVICE_NAMES.indexOf(service) + 1];
  return name && { service: name, id: '' };
}

function deadLetterJson(letter: operationsV1.DeadLetter, service: ServiceName): z.output<typeof deadLetter> {
  const id = writeDeadLetterId({ service, id: letter.id });
  const { discard, payload, ...rest } = letter;
  return { ...rest, id, service, payload: payload.toString('base64'), discarded: discard ?? null };
}
