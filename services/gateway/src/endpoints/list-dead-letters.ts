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
});

export const listDeadLetters = endpoint({
  method: 'GET',
  path: '/v1/dead-letters',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Messages that a service could not process, per service, oldest first',
  summaryZh: '无法处理的消息',
  query: z.strictObject(page),
  answer: z.strictObject({ deadLetters: z.array(deadLetter), next }),
  problems: ['unavailable'],
  async handle({ query }, services) {
    const found: z.output<typeof deadLetter>[] = [];
    let at: DeadLetterId | undefined = startOf(query.after);
    while (at && found.length < query.limit) {
      const answer = await pageOf(at, query.limit - found.length, services);
      found.push(...answer.deadLetters.map((letter) => deadLetterJson(letter, (at as DeadLetterId).service)));
      at = answer.next === '' ? serviceAfter(at.service) : { service: at.service, id: answer.next };
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

function pageOf({ service, id }: DeadLetterId, limit: number, { operations }: Services) {
  return operations[service].listDeadLetters({ after: id, limit });
}

function serviceAfter(service: ServiceName): DeadLetterId | undefined {
  const name = SERVICE_NAMES[SERVICE_NAMES.indexOf(service) + 1];
  return name && { service: name, id: '' };
}

function deadLetterJson(letter: operationsV1.DeadLetter, service: ServiceName): z.output<typeof deadLetter> {
  const id = writeDeadLetterId({ service, id: letter.id });
  return { ...letter, id, service, payload: letter.payload.toString('base64') };
}
