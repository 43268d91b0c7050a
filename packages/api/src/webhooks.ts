import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { FEED_EVENTS } from './feed-states.ts';

/** The media type of an event in the body of a webhook. */
const EVENT = 'application/cloudevents+json';

/** Standard Webhooks 1.0. */
const HEADERS = {
  'webhook-id': 'The id of the event: the same however often it is sent.',
  'webhook-timestamp':
    'The instant of this attempt, in seconds since 1970. Refuse what is older than five minutes.',
  'webhook-signature':
    'One or more signatures with blanks between them, `v1,` and base64 of HMAC-SHA-256 under the secret of the endpoint over ' +
    '`{webhook-id}.{webhook-timestamp}.{body}`. One that is right is enough: while a secret is replaced, both sign.',
} as const;

const DESCRIPTION =
  'It is accepted by any 2xx within 15 seconds. Otherwise it is sent again, ten times in 75.6 hours; 410 disables the ' +
  `endpoint. A state beyond ${LIMITS.feedDataBytes.most} bytes comes as its version and a link. Order is not promised: ` +
  'of two events about a subject the one with the higher `data.version` is the newer.';

/** The `webhooks` of the OpenAPI document: what an endpoint of a partner receives. */
export function openApiWebhooks(): Record<string, object> {
  return Object.fromEntries(
    FEED_EVENTS.map(({ type, title, titleZh, schema, example }) => [
      type,
      {
        post: {
          summary: `${title} · ${titleZh}`,
          description: DESCRIPTION,
          operationId: type,
          security: [],
          parameters: Object.entries(HEADERS).map(([name, description]) => ({
            ...{ name, in: 'header', required: true, description },
            schema: { type: 'string' },
          })),
          requestBody: {
            required: true,
            content: { [EVENT]: { schema: jsonSchema(schema), example } },
          },
          responses: {
            '2XX': { description: 'Accepted.' },
            '410': { description: 'This address takes nothing any more: the endpoint is disabled.' },
          },
        },
      },
    ]),
  );
}

/** As it stands within another document, where a reference would lead nowhere. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): object {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return inlined(rest, $defs) as object;
}

function inlined(part: unknown, definitions: Readonly<Record<string, unknown>>): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => inlined(item, definitions));
  const { $ref, ...rest } = part as { readonly $ref?: unknown };
  if (typeof $ref === 'string') return inlined(definitions[$ref.slice(DEFINITIONS.length)], definitions);
  return Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, inlined(member, definitions)]),
  );
}

const DEFINITIONS = '#/$defs/';
