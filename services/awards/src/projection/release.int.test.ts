import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { entitlementsV1 } from '@duixian/proto';
import { connectDatabase, createLogger, type Database } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { atRest, open } from '../awards-for-tests.ts';
import { referenceKey } from '../domain/reference-key.ts';
import { absentParty } from '../domain/reference-state.ts';
import { openCollections } from '../store/collections.ts';

const TOGETHER = 2;
const ROOT = '91410100TE5R00000A';
const BRANCHES = Array.from({ length: 5 }, (_, at) => `91410100TE5B0000${at}A`);
let servers: TestInfrastructure;
let nats: Nats;
let database: Database;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'release-test', createLogger('release-test', 'silent'));
  database = await connectDatabase(servers.mongo.url, 'release');
});

afterAll(async () => {
  jest.restoreAllMocks();
  await database.client.close();
  await nats.close();
  await servers.stop();
});

it('entities that were restated are released by so many in a transaction, those that belong to another first', async () => {
  jest.replaceProperty(LIMITS.entitiesReleasedTogether as { most: number }, 'most', TOGETHER);
  const { referenceData } = await openCollections(database);
  await referenceData.insertMany(
    [ROOT, ...BRANCHES].map((uscc) => ({
      ...{ _id: referenceKey.party(uscc), version: 1n, guard: 1n },
      state: { ...absentParty(uscc), entity: ROOT, parent: uscc === ROOT ? null : ROOT, isRestating: true },
    })),
  );
  const transactions: string[][] = [];
  const published = (payloads: readonly Uint8Array[]) => {
    const published = payloads.flatMap(
      (payload) => entitlementsV1.EntitlementsChanged.decode(payload).entities,
    );
    transactions.push(published.map(({ entity }) => entity));
  };
  const awards = await open(nats, database, {}, { published });
  for (let at = 0; await referenceData.findOne({ 'state.isRestating': true }); at += 1) {
    if (at > 100) throw new Error('they are not released');
    await atRest(awards);
  }
  await awards.stop();
  const restated = transactions.map((published) =>
    published.filter((uscc) => [ROOT, ...BRANCHES].includes(uscc)),
  );
  expect(restated.map(({ length }) => length).filter((count) => count > 0)).toEqual([2, 2, 1, 1]);
  expect(restated.flat().slice(0, 5).sort()).toEqual(BRANCHES);
  expect(restated.flat().at(-1)).toBe(ROOT);
}, 60_000);
