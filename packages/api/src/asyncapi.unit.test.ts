import asyncApiParser from '@asyncapi/parser';
import { FACT_TYPE_NAMES } from '@duixian/facts';
import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from './asyncapi.ts';
import { FEED_EVENT_TYPES } from './feed.ts';
import { FEED_EVENTS } from './feed-states.ts';
import { eventSchemaOf, exampleOf } from './schemas.ts';
import { openApiWebhooks } from './webhooks.ts';

const { Parser } = asyncApiParser;

describe('the AsyncAPI document', () => {
  it('is right for its own parser', async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncApiDocument()));
    expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([]);
    const ids = document
      ?.messages()
      .all()
      .map((message) => message.name());
    expect(ids?.toSorted()).toEqual([...FACT_TYPE_NAMES, ...FEED_EVENT_TYPES].toSorted());
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(['/v1/events', '{url}', '/v1/feed/stream']);
  });

  it('is found wrong by its parser where it is', async () => {
    const wrong = JSON.stringify(asyncApiDocument()).replace('"action":"receive"', '"action":"takes"');
    const { diagnostics } = await new Parser().parse(wrong);
    expect(diagnostics.some(({ severity, path }) => severity === 0 && path.includes('action'))).toBe(true);
  });
});

describe('an example', () => {
  it.each(FEED_EVENTS.map((event) => [event.type, event] as const))(
    'of %s is as it is described',
    (_, event) => {
      expect(event.schema.parse(event.example)).toEqual(event.example);
      expect(event.schema.safeParse({ ...event.example, data: { version: 1, other: 1 } }).success).toBe(
        false,
      );
    },
  );

  it.each(FACT_TYPE_NAMES)('of %s is taken', (type) => {
    expect(eventSchemaOf(type).safeParse(exampleOf(type)).success).toBe(true);
  });
});

it('webhooks are described for every event', () => {
  expect(Object.keys(openApiWebhooks())).toEqual([...FEED_EVENT_TYPES]);
  expect(JSON.stringify(openApiWebhooks())).not.toContain('$ref');
});
