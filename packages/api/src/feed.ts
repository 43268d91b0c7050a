import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { name, page } from './parameters.ts';
import { route } from './route.ts';

/** Every type of event that partners can receive: what is not named here is never sent. */
export const FEED_EVENT_TYPES = [
  'duixian.order.issued.v1',
  'duixian.order.accepted.v1',
  'duixian.order.paid.v1',
  'duixian.order.rejected.v1',
  'duixian.order.returned.v1',
  'duixian.order.released.v1',
  'duixian.order.contradicted.v1',
  'duixian.order.refused_by_treasury.v1',
  'duixian.entitlement.changed.v1',
  'duixian.import.finished.v1',
  'duixian.endpoint.disabled.v1',
  'duixian.credential.expiring.v1',
  'duixian.test.v1',
] as const;

export type FeedEventType = (typeof FEED_EVENT_TYPES)[number];

/** The cursor of the end of the feed, whatever that is at the time. */
export const FEED_NOW = 'now';

const DAYS_KEPT = LIMITS.feedKeptMs.most / 86_400_000;

/** A CloudEvent 1.0. What partners have to know of a change, as a webhook has it in its body. */
export const feedEventSchema = z
  .strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('The same however often it is sent.'),
    source: z.string(),
    type: z.enum(FEED_EVENT_TYPES),
    subject: z.string().describe('What it is about: an order, an entity, a key.'),
    time: z.string(),
    datacontenttype: z.literal('application/json'),
    sequence: z.string().describe('Its place in the feed, 16 digits.'),
    data: z
      .looseObject({
        version: z
          .int()
          .describe('Of two events about a subject the one with the higher version is the newer.'),
      })
      .describe(
        'The whole state of the subject; where that is too large, its `version` and a `link` to read it.',
      ),
  })
  .meta({ id: 'FeedEvent' });

const TYPES = `types of events with commas between them: ${FEED_EVENT_TYPES.join(', ')}`;

const types = z
  .string({ error: TYPES })
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(FEED_EVENT_TYPES, { error: TYPES }), { error: TYPES }))
  .optional()
  .meta({ type: 'string', description: 'Only these types, with commas between them; not given: all.' });

const EVERYBODY = ['source', 'read:entity', 'treasury'] as const;

const WHO =
  'Who sees what: the treasury all orders, with whole account numbers; `read:entity` the orders and entitlements of its ' +
  'entities; `read` and officers everything; everybody what is about their own keys and endpoints.';

export const readFeed = route({
  method: 'GET',
  path: '/v1/feed',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'What changed, one event after the other, by page',
  summaryZh: '变更事件流，逐页读取',
  description:
    `${WHO} Events are kept for ${DAYS_KEPT} days. A cursor that is older, or of a feed that was lost, is 410 ` +
    '(`cursor-too-old`): take the cursor of `after=now`, then read the lists, then go on from that cursor.',
  query: z.strictObject({
    after: name
      .describe('`cursor` of the answer before; `now`: the end; not given: the oldest event that is kept.')
      .optional(),
    types,
    limit: page.limit,
  }),
  answer: z.strictObject({
    events: z.array(feedEventSchema),
    next: z.string().nullable().describe('Give as `after` for the next page; null: there are no more now.'),
    cursor: z
      .string()
      .describe('The end of what was read: give it as `after`, now or later, for what comes next.'),
  }),
  problems: ['cursor-too-old', 'unavailable'],
});

export const streamFeed = route({
  method: 'GET',
  path: '/v1/feed/stream',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'The same as they happen, as server-sent events',
  summaryZh: '变更事件流，实时推送',
  description:
    `${WHO} Each message has the cursor as its \`id\` and an event as its \`data\`. A comment comes every 15 seconds. ` +
    'After an hour the stream is ended on purpose: come again with `Last-Event-ID`, as browsers do by themselves.',
  query: z.strictObject({
    after: name
      .describe('Where to begin if there is no `Last-Event-ID`; not given: with what happens from now on.')
      .optional(),
    types,
  }),
  streams: 'text/event-stream',
  answer: z.string(),
  problems: ['cursor-too-old', 'unavailable'],
});
