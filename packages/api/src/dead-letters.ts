import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { count } from './amounts.ts';
import { next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';
import { SERVICE_NAMES } from './service-names.ts';

const MOST = LIMITS.deadLettersAtOnce.most;

const IDS = `a list of 1 to ${MOST.toLocaleString('en')} ids of dead letters`;

const deadLetterIds = z.array(z.string(), { error: IDS }).min(1, { error: IDS }).max(MOST, { error: IDS });

export const discardDeadLetters = route({
  method: 'POST',
  path: '/v1/dead-letters/discard',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Discard dead letters: they are not pending any more, and stay listed as discarded',
  summaryZh: '放弃重发无法处理的消息，并留存原因',
  description:
    'By a person, who is recorded with the reason; it cannot be undone. An ' +
    'answer of 404 names those that do not exist; the others of that service were not discarded either. One of 409 names ' +
    'those that are being sent again at the moment; the others were discarded.',
  body: requestBody({ ids: deadLetterIds, reason: text.describe('Why they are discarded.') }),
  answer: z.strictObject({ discarded: count }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});

export const deadLetterSchema = z.strictObject({
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
    .describe('Who discarded it, and why; null while it waits.'),
  unbelieved: z
    .boolean()
    .describe(
      'Whether it lacks a valid proof of a service that may publish it. Sent again, it is checked again.',
    ),
});

const DISCARDED = 'true or false';

const discarded = z.enum(['true', 'false'], { error: DISCARDED }).optional();

export const listDeadLetters = route({
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
  answer: z.strictObject({ deadLetters: z.array(deadLetterSchema), next }),
  problems: ['unavailable'],
});

export const resendDeadLetters = route({
  method: 'POST',
  path: '/v1/dead-letters/resend',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Send dead letters again, after their cause was fixed',
  summaryZh: '重新发送无法处理的消息',
  body: z.union([z.strictObject({ ids: deadLetterIds }), z.strictObject({ all: z.literal(true) })], {
    error: '{"ids": [...]} or {"all": true}',
  }),
  answer: z.strictObject({ resent: count }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});
