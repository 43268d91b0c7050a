import { z } from 'zod';
import { FEED_EVENT_TYPES } from './feed.ts';
import { historySchema } from './history.ts';
import { name, next, page, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

export const ENDPOINT_STATES = ['unverified', 'enabled', 'disabled'] as const;

/** From where an endpoint goes on that was disabled. */
export const ENABLE_FROM = ['cursor', 'last-success', 'now'] as const;

const endpointShape = {
  id: z.string(),
  url: z.string(),
  types: z.array(z.enum(FEED_EVENT_TYPES)).describe('Empty: all.'),
  thin: z.boolean().describe('Events have a version and a link in the place of their state.'),
  ordered: z.boolean().describe('One event at a time; one that fails holds back those after it.'),
  person: z.string().describe('Whose it is.'),
  scopes: z.array(z.string()).describe('It receives what these let its person see.'),
  state: z
    .enum(ENDPOINT_STATES)
    .describe('Unverified: it has not answered a test yet, and receives nothing.'),
  disabledBecause: z.string().nullable(),
  createdAt: z.string(),
  lastSuccessAt: z.string().nullable(),
  failingSince: z.string().nullable().describe('Null: the last attempt succeeded.'),
  failures: z.int().describe('Attempts that failed since.'),
  waiting: z.int().describe('Events that failed and are tried again.'),
  givenUp: z.int().describe('Events that failed and are not tried again.'),
};

/** A webhook endpoint (事件接收地址), without its secret. */
export const endpointSchema = z.strictObject(endpointShape).meta({ id: 'Endpoint' });

const endpointWithSecret = z
  .strictObject({
    ...endpointShape,
    secret: z
      .string()
      .nullable()
      .describe('whsec_ and base64, only in this answer; null in the answer to a repetition.'),
  })
  .meta({ id: 'EndpointWithSecret' });

const changedEndpoint = z.strictObject({
  endpoint: endpointSchema,
  events: z.int().describe('How many events are sent, or sent again.'),
});

const EVERYBODY = ['source', 'read:entity', 'treasury'] as const;

const ofEndpoint = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', access: EVERYBODY, problems } as const;

const OWN = 'By its owner, or with the scope officer.';

const TYPES = `a list of types of events: ${FEED_EVENT_TYPES.join(', ')}`;

const INSTANT = 'an instant such as 2026-03-02T15:00:00+08:00';

export const listEndpoints = route({
  method: 'GET',
  path: '/v1/endpoints',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'Webhook endpoints, by page: all with the scope read, else your own',
  summaryZh: '事件接收地址一览',
  query: z.strictObject({ ...page, person: name.optional().describe('Of this person only.') }),
  answer: z.strictObject({ endpoints: z.array(endpointSchema), next }),
  problems: ['unavailable'],
});

export const getEndpoint = route({
  method: 'GET',
  path: '/v1/endpoints/:id',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'A webhook endpoint, and its history, by page',
  summaryZh: '某事件接收地址及其变更记录',
  params: ofEndpoint,
  query: z.strictObject(page),
  answer: z.strictObject({ endpoint: endpointSchema, history: historySchema }),
  problems: ['not-found', 'unavailable'],
});

export const listAttempts = route({
  method: 'GET',
  path: '/v1/endpoints/:id/attempts',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'What was tried to deliver to an endpoint in the last 30 days, the newest first, by page',
  summaryZh: '近30天的推送记录',
  params: ofEndpoint,
  query: z.strictObject(page),
  answer: z.strictObject({
    attempts: z.array(
      z.strictObject({
        event: z.string().describe('Its id, which is the webhook-id.'),
        type: z.string(),
        attempt: z.int().describe('Counts those of the event.'),
        at: z.string(),
        durationMs: z.int(),
        status: z.int().nullable().describe('Null: there was no answer.'),
        problem: z.string().nullable().describe('Why there was none.'),
        answer: z.string().describe('Its beginning, at most 1 KiB.'),
      }),
    ),
    next,
  }),
  problems: ['not-found', 'unavailable'],
});

export const createEndpoint = route({
  ...shared,
  path: '/v1/endpoints',
  summary: 'Make a webhook endpoint; only this answer contains its secret',
  summaryZh: '新建事件接收地址（密钥仅显示一次）',
  description:
    'It receives what the key of the request may see, as long as its person may, from now on and after it has answered a ' +
    'test. Each event is a POST, signed by Standard Webhooks; a status 2xx within 15 seconds accepts it. What fails is sent ' +
    'again under the same `webhook-id`, ten times in 75 hours. An address that is not on the internet is refused.',
  body: requestBody({
    url: z
      .string({ error: 'an https:// address' })
      .max(500, { error: 'an address of at most 500 characters' }),
    types: z
      .array(z.enum(FEED_EVENT_TYPES, { error: TYPES }), { error: TYPES })
      .max(50)
      .optional()
      .describe('Not given: all.'),
    thin: z.boolean({ error: 'true or false' }).optional(),
    ordered: z.boolean({ error: 'true or false' }).optional(),
  }),
  answer: endpointWithSecret,
});

export const rotateSecret = route({
  ...shared,
  path: '/v1/endpoints/:id/rotate',
  summary: 'Replace the secret of an endpoint; for 24 hours both sign',
  summaryZh: '轮换签名密钥',
  description: `${OWN} Refused while two sign.`,
  params: ofEndpoint,
  answer: endpointWithSecret,
});

export const testEndpoint = route({
  ...shared,
  path: '/v1/endpoints/:id/test',
  summary: 'Send a test; the first that is answered enables the endpoint',
  summaryZh: '发送测试事件',
  description: `${OWN} It is tried once; the attempts say what came of it.`,
  params: ofEndpoint,
  answer: changedEndpoint,
});

export const enableEndpoint = route({
  ...shared,
  path: '/v1/endpoints/:id/enable',
  summary: 'Enable an endpoint that was disabled',
  summaryZh: '重新启用',
  description: OWN,
  params: ofEndpoint,
  body: requestBody({
    from: z
      .enum(ENABLE_FROM, { error: `one of ${ENABLE_FROM.join(', ')}` })
      .describe(
        'From where: what followed when it was disabled, what followed what it accepted last, or now.',
      ),
  }),
  answer: changedEndpoint,
});

export const disableEndpoint = route({
  ...shared,
  path: '/v1/endpoints/:id/disable',
  summary: 'Disable an endpoint: nothing is sent to it',
  summaryZh: '停用',
  description: OWN,
  params: ofEndpoint,
  body: requestBody({ reason: text.describe('Why.') }),
  answer: changedEndpoint,
});

export const deleteEndpoint = route({
  ...shared,
  path: '/v1/endpoints/:id/delete',
  summary: 'Delete an endpoint, with what waits for it; its history stays',
  summaryZh: '删除',
  description: OWN,
  params: ofEndpoint,
  answer: changedEndpoint,
});

export const resendEvent = route({
  ...shared,
  path: '/v1/endpoints/:id/resend',
  summary: 'Send one event to an endpoint again',
  summaryZh: '重发单个事件',
  description: `${OWN} Under the same id, whether or not it was accepted.`,
  params: ofEndpoint,
  body: requestBody({ event: name.describe('Its id.') }),
  answer: changedEndpoint,
});

export const resendFailed = route({
  ...shared,
  path: '/v1/endpoints/:id/resend-failed',
  summary: 'Send again all events that were given up since an instant',
  summaryZh: '重发某时之后失败的事件',
  description: `${OWN} At most 1,000 at once, the oldest.`,
  params: ofEndpoint,
  body: requestBody({
    since: z.iso.datetime({ offset: true, error: INSTANT }).describe('RFC 3339.'),
  }),
  answer: changedEndpoint,
});

export const resendRange = route({
  ...shared,
  path: '/v1/endpoints/:id/resend-range',
  summary: 'Send again all events between two places of the feed',
  summaryZh: '重发一段事件',
  description: `${OWN} At most 1,000 at once, the oldest.`,
  params: ofEndpoint,
  body: requestBody({
    after: name.describe('A cursor of the feed.'),
    upTo: name.optional().describe('Another one; not given: to the end.'),
  }),
  answer: changedEndpoint,
  problems: [...problems, 'cursor-too-old'],
});
