import { z } from 'zod';
import { count } from './amounts.ts';
import { route } from './route.ts';
import { SERVICE_NAMES, type ServiceName } from './service-names.ts';

export const pendingCountsSchema = z.strictObject({
  outbox: count.describe('Events not yet published.'),
  consumers: count.describe('Messages waiting or in flight.'),
  jobs: count.describe('Records, entities and the like that stored jobs have still to process.'),
  deadLetters: count.describe(
    'Dead letters that wait to be sent again or discarded. Those of which `partners` has no event are not pending.',
  ),
  unbelieved: count.describe('Messages without a valid proof; kept with the dead letters, and not pending.'),
});

export const getPending = route({
  method: 'GET',
  path: '/v1/pending',
  access: ['read'],
  tag: 'Operations',
  summary: 'What was received and has not arrived yet, per service',
  summaryZh: '各服务尚在途中的数量',
  answer: z.strictObject({
    pending: count,
    unbelieved: count.describe('Messages without a valid proof, of all services. They are not pending.'),
    gaps: z
      .array(z.strictObject({ service: z.enum(SERVICE_NAMES), since: z.iso.datetime() }))
      .describe(
        'Services that were away from NATS for longer than it retains messages and may have missed some, until everything is republished (`POST /v1/republish`).',
      ),
    services: z.strictObject(
      Object.fromEntries(SERVICE_NAMES.map((name) => [name, pendingCountsSchema])) as Record<
        ServiceName,
        typeof pendingCountsSchema
      >,
    ),
  }),
  problems: ['unavailable'],
});

const indexes = z.array(z.string());

export const collectionSchema = z
  .strictObject({
    service: z.enum(SERVICE_NAMES),
    collection: z.string(),
    isDeclared: z
      .boolean()
      .describe('False: this release does not know the collection, and does not touch it.'),
    version: z.int().describe('The version in which this release writes its documents.'),
    documents: count,
    older: count.describe('Of the former version: a migration brings them to this one.'),
    unreadable: count.describe('Of a version that this release cannot read.'),
    missingIndexes: indexes.describe('A migration makes them.'),
    undeclaredIndexes: indexes.describe('A migration drops them.'),
  })
  .meta({ id: 'CollectionState' });

const answer = z.strictObject({ collections: z.array(collectionSchema) });

export const lookAtCollections = route({
  method: 'GET',
  path: '/v1/migrations',
  access: ['officer'],
  tag: 'Operations',
  summary: 'What a migration would bring to the versions of this release',
  summaryZh: '查看待升级的存储数据',
  answer,
  problems: ['unavailable'],
});

export const migrateCollections = route({
  method: 'POST',
  path: '/v1/migrations',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Bring stored documents and indexes to the versions of this release',
  summaryZh: '升级存储数据',
  description:
    'One part of the work: call it again while anything is `older` in the answer. It can be stopped at any instant and ' +
    'started again, and everything else goes on meanwhile.',
  answer: answer.extend({ migrated: count.describe('Documents that this call migrated.') }),
  problems: ['unavailable'],
});

export const republish = route({
  method: 'POST',
  path: '/v1/republish',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Let every service publish its newest states again',
  summaryZh: '重新发布各服务的最新状态',
  description: 'For when messages were lost. Harmless: consumers keep the highest version.',
  answer: z.strictObject({
    published: z.strictObject(
      Object.fromEntries(SERVICE_NAMES.map((name) => [name, count])) as Record<ServiceName, typeof count>,
    ),
  }),
  problems: ['unavailable'],
});
