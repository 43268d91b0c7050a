import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import { feedMessages } from './feed-messages.ts';
import { readerOf } from './read-feed.ts';

/** Who came before says by a header what it received last. A key that was revoked meanwhile reads nothing more. */
export const streamFeed = endpoint(api.streamFeed, async ({ key, keyring, query, headers }, { feed }) => {
  const last = headers['last-event-id'];
  const { types = [] } = query;
  const after = typeof last === 'string' && last !== '' ? last : (query.after ?? api.FEED_NOW);
  const read = async (from: string) => {
    const standing = keyring.standing(key.id);
    return standing && feed.readFeed({ reader: readerOf(standing), after: from, types, limit: 0 });
  };
  return streamFrom(feedMessages(after, read));
});
