import { Commands, type Secret } from '@duixian/runtime';
import type { ServiceParts, ServiceRuntime } from '@duixian/service';
import { startPersons } from './commands/first-persons.ts';
import { Registry } from './commands/registry.ts';
import { dealCollection } from './deals/deal-documents.ts';
import { dealService } from './deals/deal-service.ts';
import { startEndpoints } from './endpoints/start-endpoints.ts';
import { startFeed } from './feed/start-feed.ts';
import { accessService } from './grpc/access-service.ts';
import { historyService } from './grpc/history-service.ts';
import { keyService } from './grpc/key-service.ts';
import { personService } from './grpc/person-service.ts';
import { handingOverService, sourceService } from './grpc/source-service.ts';
import { unitService } from './grpc/unit-service.ts';
import { waitingService } from './grpc/waiting-service.ts';
import { importCollections } from './imports/import-documents.ts';
import { importService } from './imports/import-service.ts';
import { keepImports } from './imports/keep-imports.ts';
import { mappingService } from './mappings/mapping-service.ts';
import { republishPartners } from './republish.ts';
import { openCollections } from './store/collections.ts';
import { PARTNERS_KINDS } from './store/kinds.ts';

type Settings = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly FIRST_PERSONS_FILE?: string | undefined;
  readonly WEBHOOK_SECRETS_KEY_FILE?: Secret | undefined;
  readonly WEBHOOK_ALLOW_CIDRS: readonly string[];
};

export async function startPartners(runtime: ServiceRuntime<Settings>): Promise<ServiceParts> {
  const { configuration, database, log } = runtime;
  const collections = await openCollections(database);
  const registry = new Registry(runtime, collections, configuration.ENVIRONMENT === 'development');
  await startPersons(registry, configuration.FIRST_PERSONS_FILE, log);
  const commands = new Commands(database);
  const imports = importCollections(database);
  const feed = await startFeed(database, collections, log);
  const endpoints = startEndpoints({ runtime, registry, commands, feed });
  return {
    grpc: [
      sourceService(registry, commands),
      handingOverService(registry, commands),
      personService(registry, commands),
      keyService(registry, commands),
      unitService(registry, commands),
      waitingService(registry, commands),
      mappingService(registry, commands, collections.mappings),
      importService(database, registry, commands, imports, feed.log),
      dealService(registry, dealCollection(database)),
      historyService(collections),
      accessService(collections),
      feed.service,
      endpoints.service,
    ],
    consumers: feed.consumers,
    background: [...feed.background, ...endpoints.background, keepImports(imports, collections.clock, log)],
    kinds: PARTNERS_KINDS,
    republish: republishPartners(collections),
  };
}
