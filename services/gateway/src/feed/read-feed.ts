import * as api from '@duixian/api';
import type { feedV1 } from '@duixian/proto';
import type { z } from 'zod';
import type { Key } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';

export const readFeed = endpoint(api.readFeed, async ({ key, query }, { feed }) => {
  const { after = '', types = [], limit } = query;
  const answer = await feed.readFeed({ reader: readerOf(key), after, types, limit });
  return {
    events: answer.events.map(eventFrom),
    next: answer.hasMore ? answer.cursor : null,
    cursor: answer.cursor,
  };
});

/** Who asks, as services/partners knows readers of the feed. */
export function readerOf({ person, read, treasury, entities }: Key): feedV1.FeedReader {
  return { person, all: read, treasury, usccs: [...entities] };
}

function eventFrom({ eventJson }: feedV1.FeedEvent): z.output<typeof api.feedEventSchema> {
  return JSON.parse(eventJson.toString());
}
