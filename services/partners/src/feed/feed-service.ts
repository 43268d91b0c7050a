import { feedV1 } from '@duixian/proto';
import { type GrpcService, pageLimit, pageOf, unary } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { cloudEventJson } from './cloud-event.ts';
import { feedCursor, sequenceAfter } from './feed-cursor.ts';
import type { FeedCollections } from './feed-documents.ts';
import type { FeedLog } from './feed-log.ts';
import { visibleTo } from './feed-reader.ts';

export function feedService(log: FeedLog, collections: FeedCollections): GrpcService {
  const implementation: feedV1.FeedServiceServer = {
    readFeed: unary(async ({ reader, after, types, limit }) => {
      const who = defined(reader, 'a gateway says who reads');
      // The end is read first: what comes meanwhile is left to the next page.
      const end = await log.end();
      const from = sequenceAfter(after, end);
      // A reader who sees little would have all of the feed searched for one page.
      const upTo = Math.min(end.last, from + LIMITS.feedReadAPage.most);
      const found = log.read(from, upTo, await visibleTo(who, types, collections));
      const page = await pageOf(found.limit(pageLimit(limit) + 1), limit);
      const through = page.isWhole ? upTo : (page.rows.at(-1)?._id ?? upTo);
      return {
        events: page.rows.map((document) => ({
          cursor: feedCursor(end.feed, document._id),
          eventJson: Buffer.from(cloudEventJson(document, who)),
        })),
        cursor: feedCursor(end.feed, through),
        hasMore: through < end.last,
      };
    }),
  };
  return { definition: feedV1.FeedServiceService, implementation };
}
