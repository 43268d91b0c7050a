import type { Database, Logger } from '@duixian/runtime';
import type { Collections } from '../store/collections.ts';
import { announceExpiringKeys } from './expiring-keys.ts';
import { entitlementsForFeed, ordersForFeed } from './feed-consumers.ts';
import { feedCollections } from './feed-documents.ts';
import { FeedLog } from './feed-log.ts';
import { feedService } from './feed-service.ts';
import { keepFeed } from './keep-feed.ts';

/** What fills the feed, and who reads it. */
export async function startFeed(database: Database, registry: Collections, logger: Logger) {
  const { clock } = registry;
  const collections = feedCollections(database);
  const log = await FeedLog.open(collections, clock);
  const given = { database, collections, log, clock };
  return {
    collections,
    log,
    service: feedService(log, collections),
    consumers: [ordersForFeed(given), entitlementsForFeed(given)],
    background: [
      keepFeed(database, collections, clock, logger),
      announceExpiringKeys({ database, registry, collections, log }, logger),
    ],
  };
}
