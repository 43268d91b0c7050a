import { FACT_TYPES } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { name } from './parameters.ts';
import { fault } from './problem.ts';
import { route } from './route.ts';
import { eventSchemaOf } from './schemas.ts';

export const refusalSchema = z.strictObject({
  at: z.string(),
  register: z.string().describe('Which register refused it.'),
  id: z.string().nullable(),
  type: z.string().nullable(),
  subject: z.string().nullable(),
  faults: z.array(fault).describe('The first five.'),
});

export const listRefusals = route({
  method: 'GET',
  path: '/v1/refusals',
  access: ['read', 'source'],
  tag: 'Facts',
  summary: 'What registers refused lately of what a source sent, the newest first',
  summaryZh: '某来源近期被拒收的报送',
  description:
    'The hundred newest in each register, of the last 30 days, without their content. Items that no register was asked about ' +
    '(an unknown type, an item that is too large, a request that is refused whole) are answered when they are sent, and not kept.',
  query: z.strictObject({
    source: name.describe('Its URI; may be left out with a key of one source.').optional(),
  }),
  answer: z.strictObject({ source: z.string(), refusals: z.array(refusalSchema) }),
  problems: ['unavailable'],
});

const dataSchemas = Object.values(FACT_TYPES).map(({ schema, title }) => schema.describe(title));

const eventSchema = z
  .union(Object.values(FACT_TYPES).map(({ type }) => eventSchemaOf(type)))
  .describe('A fact as a CloudEvent 1.0: the whole state of a record at a revision.');

export const CLOUD_EVENT = 'application/cloudevents+json';

export const CLOUD_EVENT_BATCH = 'application/cloudevents-batch+json';

export const CLOUD_EVENT_DATA = 'application/json';

export const EVENT_OUTCOMES = ['recorded', 'duplicate', 'stale', 'refused'] as const;

export const postEvents = route({
  method: 'POST',
  path: '/v1/events',
  access: ['source'],
  tag: 'Facts',
  summary: 'Send facts',
  summaryZh: '报送事实',
  description:
    'CloudEvents in structured, batch (1 to 1,000 items) or binary mode (ce-* headers), also packed with gzip. Every item is answered by ' +
    'itself, in the order sent; one that is refused never spoils the others. A batch is answered 200; a single fact that ' +
    'is refused 422, with the same body. An item of a source that is not the ' +
    "key's makes the whole request 403, with nothing recorded.",
  rawBody: {
    limitBytes: LIMITS.requestBytes.most,
    packed: ['gzip'],
    content: {
      [CLOUD_EVENT]: eventSchema,
      [CLOUD_EVENT_BATCH]: z.array(eventSchema),
      [CLOUD_EVENT_DATA]: z.union(dataSchemas),
    },
  },
  answer: z.strictObject({
    results: z.array(
      z.strictObject({
        index: z.int(),
        id: z.string().nullable().describe('`id` of the item, as far as it can be read.'),
        outcome: z.enum(EVENT_OUTCOMES),
        faults: z.array(fault).describe('Everything wrong with the item; empty unless refused.'),
      }),
    ),
  }),
  alsoAnswers: { 422: 'The single fact is refused.' },
  problems: [
    ...(['not-json', 'gzip-truncated', 'not-gzip', 'empty-batch', 'too-large'] as const),
    ...(['media-type', 'unavailable'] as const),
  ],
});
