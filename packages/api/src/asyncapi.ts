import { FACT_TYPE_NAMES, FACT_TYPES } from '@duixian/facts';
import { CLOUD_EVENT, CLOUD_EVENT_BATCH, postEvents } from './events.ts';
import { streamFeed } from './feed.ts';
import { FEED_EVENTS } from './feed-states.ts';
import { eventSchemaOf, exampleOf } from './schemas.ts';
import { jsonSchema } from './webhooks.ts';

const CONTENT_TYPE = 'application/cloudevents+json';
const SECURITY = [{ $ref: '#/components/securitySchemes/key' }];

/**
 * The AsyncAPI 3 document, from the same definitions as the OpenAPI document: facts that come in, and events that go out
 * by webhook and as a stream.
 */
export function asyncApiDocument(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Duixian 兑现',
      version: '1',
      description:
        'Facts in, events out, all as CloudEvents 1.0. Amounts are integer fen (分). Requests and answers are in /openapi.json.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: CONTENT_TYPE,
    channels: {
      intake: {
        title: 'Facts · 事实报送',
        address: postEvents.path,
        description: `Also as ${CLOUD_EVENT_BATCH}, 1 to 1,000 in one request.`,
        messages: refsTo(FACT_TYPE_NAMES),
      },
      webhook: {
        title: 'Webhooks · 推送',
        address: '{url}',
        description: 'The address of an endpoint (/v1/endpoints). Signed by Standard Webhooks.',
        parameters: { url: { description: 'An https address.' } },
        messages: refsTo(EVENT_TYPES),
      },
      feedStream: {
        title: 'The feed as it happens · 变更事件流',
        address: streamFeed.path,
        description: 'Server-sent events: `id` is the cursor, `data` an event. Go on with `Last-Event-ID`.',
        messages: refsTo(EVENT_TYPES),
      },
    },
    operations: {
      receiveFacts: {
        ...{ action: 'receive', channel: { $ref: '#/channels/intake' }, security: SECURITY },
        summary: `${postEvents.summary} · ${postEvents.summaryZh}`,
        bindings: { http: { method: 'POST' } },
      },
      sendWebhook: {
        ...{ action: 'send', channel: { $ref: '#/channels/webhook' } },
        summary: 'Send an event to an endpoint until it is accepted · 推送事件，直至接收',
        bindings: { http: { method: 'POST' } },
      },
      sendFeedStream: {
        ...{ action: 'send', channel: { $ref: '#/channels/feedStream' }, security: SECURITY },
        summary: `${streamFeed.summary} · ${streamFeed.summaryZh}`,
        bindings: { http: { method: 'GET' } },
      },
    },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key with scopes.' } },
      messages: Object.fromEntries([...FACT_TYPE_NAMES.map(factMessage), ...FEED_EVENTS.map(eventMessage)]),
    },
  };
}

const EVENT_TYPES = FEED_EVENTS.map(({ type }) => type);

function refsTo(types: readonly string[]): object {
  return Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }]));
}

function factMessage(type: (typeof FACT_TYPE_NAMES)[number]): [string, object] {
  const payload = jsonSchema(eventSchemaOf(type), 'input');
  const { title } = FACT_TYPES[type];
  const example = { name: 'example', payload: exampleOf(type) };
  return [type, { name: type, title, contentType: CLOUD_EVENT, payload, examples: [example] }];
}

function eventMessage({
  type,
  title,
  titleZh,
  schema,
  example,
}: (typeof FEED_EVENTS)[number]): [string, object] {
  const payload = jsonSchema(schema);
  const words = { name: type, title: `${title} · ${titleZh}`, contentType: CONTENT_TYPE };
  return [type, { ...words, payload, examples: [{ name: 'example', payload: example }] }];
}
