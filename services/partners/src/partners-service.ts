import { Commands } from '@duixian/runtime';
import type { ServiceParts, ServiceRuntime } from '@duixian/service';
import { startPersons } from './commands/first-persons.ts';
import { Registry } from './commands/registry.ts';
import { announceExpiringKeys } from './feed/expiring-keys.ts';
import { entitlementsForFeed, ordersForFeed } from './feed/feed-consumers.ts';
import { feedCollections } from './feed/feed-documents.ts';
import { FeedLog } from './feed/feed-log.ts';
import { feedService } from './feed/feed-service.ts';
import { keepFeed } from './feed/keep-feed.ts';
import { accessService } from './grpc/access-service.ts';
import { historyService } from './grpc/history-service.ts';
import { keyService } from './grpc/key-service.ts';
import { personService } from './grpc/person-service.ts';
import { handingOverService, sourceService } from './grpc/source-service.ts';
import { republishPartners } from './republish.ts';
import { openCollections } from './store/collections.ts';
import { PARTNERS_KINDS } from './store/kinds.ts';

type Settings = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly FIRST_PERSONS_FILE?: string | undefined;
};

export async function startPartners(runtime: ServiceRuntime<Settings>): Promise<ServiceParts> {
  const { configuration, database, log } = runtime;
  const collections = await openCollections(database);
  const registry = new Registry(runtime, collections, configuration.ENVIRONMENT === 'development');
  await startPersons(registry, configuration.FIRST_PERSONS_FILE, log);
  const commands = new Commands(database);
  const { clock } = collections;
  const feed = feedCollections(database);
  const feedLog = await FeedLog.open(feed, clock);
  const forFeed = { database, collections: feed, log: feedLog, clock };
  return {
    grpc: [
      sourceService(registry, commands),
      handingOverService(registry, commands),
      personService(registry, commands),
      keyService(registry, commands),
      historyService(collections),
      accessService(collections),
      feedService(feedLog, feed),
    ],
    consumers: [ordersForFeed(forFeed), entitlementsForFeed(forFeed)],
    background: [
      keepFeed(database, feed, clock, log),
      announceExpiringKeys({ database, registry: collections, collections: feed, log: feedLog }, log),
    ],
    kinds: PARTNERS_KINDS,
    republish: republishPartners(collections),
  };
}
