import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import type { operationsV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import type { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';

/** A call ends by itself after its own limit and the batch in flight; then indexes are completed. */
const MIGRATED_WITHIN_MS = 30 * LIMITS.migrationCallMs.most;
/** Long, because documents are counted. */
const LOOKED_AT_WITHIN_MS = 60_000;

const lookAtCollections = endpoint(api.lookAtCollections, async (_, { operations }) => {
  const looked = api.SERVICE_NAMES.map(async (service) => {
    const { collections } = await operations[service].lookAtCollections(
      {},
      { timeoutMs: LOOKED_AT_WITHIN_MS },
    );
    return collections.map(stateJson(service));
  });
  return { collections: (await Promise.all(looked)).flat() };
});

const migrateCollections = endpoint(api.migrateCollections, async (_, { operations }) => {
  let migrated = 0;
  const collections: z.output<typeof api.collectionSchema>[] = [];
  for (const service of api.SERVICE_NAMES) {
    const done = await operations[service].migrateCollections({}, { timeoutMs: MIGRATED_WITHIN_MS });
    for (const { documents } of done.migrated) migrated += exactNumber(documents);
    collections.push(...done.collections.map(stateJson(service)));
  }
  return { collections, migrated };
});

function stateJson(service: (typeof api.SERVICE_NAMES)[number]) {
  return (state: operationsV1.CollectionState) => ({
    service,
    ...state,
    documents: exactNumber(state.documents),
    older: exactNumber(state.older),
    unreadable: exactNumber(state.unreadable),
  });
}

export const migrationEndpoints: readonly Endpoint[] = [lookAtCollections, migrateCollections];
