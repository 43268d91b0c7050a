import type { operationsV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { SERVICE_NAMES } from '../services.ts';

/** A call ends by itself after its own time and what it had under way then; indexes are made whole. */
const MIGRATED_WITHIN_MS = 30 * LIMITS.migrationCallMs.most;
/** Documents are counted. */
const LOOKED_AT_WITHIN_MS = 60_000;

const indexes = z.array(z.string());
const collectionSchema = z
  .strictObject({
    service: z.enum(SERVICE_NAMES),
    collection: z.string(),
    isDeclared: z
      .boolean()
      .describe('False: this release does not know the collection, and leaves it alone.'),
    version: z.int().describe('In which this release writes its documents.'),
    documents: count,
    older: count.describe('Of the version before: a migration brings them to this one.'),
    unreadable: count.describe('Of a version that this release cannot read.'),
    missingIndexes: indexes.describe('A migration makes them.'),
    undeclaredIndexes: indexes.describe('A migration drops them.'),
  })
  .meta({ id: 'CollectionState' });
const answer = z.strictObject({ collections: z.array(collectionSchema) });

const lookAtMigrations = endpoint({
  method: 'GET',
  path: '/v1/migrations',
  access: ['officer'],
  tag: 'Operations',
  summary: 'What a migration would bring to the versions of this release',
  summaryZh: '查看待升级的存储数据',
  answer,
  problems: ['unavailable'],
  async handle(_, { operations }) {
    const looked = SERVICE_NAMES.map(async (service) => {
      const { collections } = await operations[service].lookAtCollections(
        {},
        { timeoutMs: LOOKED_AT_WITHIN_MS },
      );
      return collections.map(stateJson(service));
    });
    return { collections: (await Promise.all(looked)).flat() };
  },
});

const migrate = endpoint({
  method: 'POST',
  path: '/v1/migrations',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Bring stored documents and indexes to the versions of this release',
  summaryZh: '升级存储数据',
  description:
    'One part of the work: while anything is `older` in the answer, it is asked again. It can be ended at any instant and ' +
    'begun anew, and everything else goes on meanwhile.',
  answer: answer.extend({ migrated: count.describe('Documents that this call brought.') }),
  problems: ['unavailable'],
  async handle(_, { operations }) {
    let migrated = 0;
    const collections: z.output<typeof collectionSchema>[] = [];
    for (const service of SERVICE_NAMES) {
      const done = await operations[service].migrateCollections({}, { timeoutMs: MIGRATED_WITHIN_MS });
      for (const { documents } of done.migrated) migrated += exactNumber(documents);
      collections.push(...done.collections.map(stateJson(service)));
    }
    return { collections, migrated };
  },
});

function stateJson(service: (typeof SERVICE_NAMES)[number]) {
  return (state: operationsV1.CollectionState) => ({
    service,
    ...state,
    documents: exactNumber(state.documents),
    older: exactNumber(state.older),
    unreadable: exactNumber(state.unreadable),
  });
}

export const migrationEndpoints: readonly Endpoint[] = [lookAtMigrations, migrate];
