import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import { feedMessages } from './feed-messages.ts';
import { readerOf } from './read-feed.ts';

/** Who came before says by a header what it received last. */
export const streamFeed = endpoint(api.streamFeed, async ({ key, query, headers }, { feed }) => {
  const last = headers['last-event-id'];
  const { types = [] } = query;
  const after = typeof last === 'string' && last !== '' ? last : (query.after ?? api.FEED_NOW);
  const reader = readerOf(key);
  return streamFrom(feedMessages(after, (from) => feed.readFeed({ reader, after: from, types, limit: 0 })));
});
