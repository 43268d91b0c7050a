import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { connectDatabase, type Database, OutOfTime } from '../database.ts';
import { lookAtCollections, migrateCollections } from './migration.ts';
import { openKinds, type StoredKind } from './stored-kind.ts';

type Part = { _id: number; fen: bigint; payee?: string | null; schemaVersion?: number; version: number };

let infrastructure: TestInfrastructure;
let database: Database;

const RECORDS: StoredKind = {
  collection: 'things',
  version: 2,
  upcast: (document) => ({ payee: null, ...document }),
  indexes: [{ key: { payee: 1 } }, { key: { fen: 1, payee: 1 }, unique: false }],
};

beforeAll(async () => {
  infrastructure = await startTestInfrastructure();
  database = await connectDatabase(infrastructure.mongo.url, 'upgrades');
}, 120_000);

afterAll(async () => {
  await database.client.close();
  await infrastructure.stop();
});

beforeEach(async () => {
  await database.dropDatabase();
});

const records = () => database.collection<Part>('things');

async function store(count: number): Promise<void> {
  await records().insertMany(
    Array.from({ length: count }, (_, number) => ({ _id: number, fen: BigInt(number), version: 1 })),
  );
}

it('looking changes nothing, and says what is older, unreadable, missing and undeclared', async () => {
  await store(3);
  await records().insertMany([
    { _id: 10, fen: 1n, payee: null, version: 1, schemaVersion: 2 },
    { _id: 11, fen: 1n, payee: null, version: 1, schemaVersion: 3 },
  ]);
  await records().createIndex({ fen: -1 });
  await database.createCollection('forgotten');
  const looked = [
    {
      ...{ collection: 'forgotten', isDeclared: false, version: 1, documents: 0, older: 0, unreadable: 0 },
      ...{ missingIndexes: [], undeclaredIndexes: [] },
    },
    {
      ...{ collection: 'things', isDeclared: true, version: 2, documents: 5, older: 3, unreadable: 1 },
      ...{ missingIndexes: ['payee_1', 'fen_1_payee_1'], undeclaredIndexes: ['fen_-1'] },
    },
  ];
  expect(await lookAtCollections(database, [RECORDS])).toEqual(looked);
  expect(await lookAtCollections(database, [RECORDS])).toEqual(looked);
});

it('documents and indexes are brought to what is declared, and a second time nothing is left', async () => {
  await store(450);
  await records().createIndex({ fen: -1 });
  expect(await migrateCollections(database, [RECORDS])).toEqual([{ collection: 'things', migrated: 450 }]);
  expect(await records().findOne({ _id: 7 })).toEqual({
    ...{ _id: 7, fen: 7n, version: 1, payee: null, schemaVersion: 2 },
  });
  expect(await lookAtCollections(database, [RECORDS])).toMatchObject([
    { documents: 450, older: 0, unreadable: 0, missingIndexes: [], undeclaredIndexes: [] },
  ]);
  expect(await migrateCollections(database, [RECORDS])).toEqual([{ collection: 'things', migrated: 0 }]);
});

it('one that ends half-way leaves whole documents, and the next goes on with the rest', async () => {
  await store(450);
  let calls = 0;
  const broken: StoredKind = {
    ...RECORDS,
    upcast(document) {
      calls += 1;
      if (calls > 300) throw new Error('the process ends');
      return { payee: null, ...document };
    },
  };
  await expect(migrateCollections(database, [broken])).rejects.toThrow('the process ends');
  expect(await lookAtCollections(database, [RECORDS])).toMatchObject([{ documents: 450, older: 250 }]);
  expect(await migrateCollections(database, [RECORDS])).toEqual([{ collection: 'things', migrated: 250 }]);
});

it('a batch for which the server has no time is made smaller, and all documents are brought', async () => {
  await store(450);
  let calls = 0;
  const slow: StoredKind = {
    ...RECORDS,
    upcast(document) {
      calls += 1;
      if (calls === 100) throw new OutOfTime('it took too long');
      return { payee: null, ...document };
    },
  };
  expect(await migrateCollections(database, [slow])).toEqual([{ collection: 'things', migrated: 450 }]);
});

it('a call ends when its time is over, however much is left, and the next goes on', async () => {
  await store(LIMITS.migrationBatch.most + 1);
  const time = jest.replaceProperty(LIMITS.migrationCallMs as { most: number }, 'most', 1);
  const slow: StoredKind = {
    ...RECORDS,
    upcast(document) {
      for (const until = performance.now() + 1; performance.now() < until; ) {}
      return { payee: null, ...document };
    },
  };
  const [first] = await migrateCollections(database, [slow]);
  expect(first?.migrated).toBeLessThan(LIMITS.migrationBatch.most + 1);
  time.restore();
  const [next] = await migrateCollections(database, [RECORDS]);
  expect((first?.migrated ?? 0) + (next?.migrated ?? 0)).toBe(LIMITS.migrationBatch.most + 1);
});

it('what others write meanwhile is never lost, and two migrations at once do the work once', async () => {
  await store(400);
  const written = Array.from({ length: 400 }, (_, number) =>
    records().updateOne({ _id: number }, { $inc: { version: 1 }, $set: { fen: BigInt(number + 1) } }),
  );
  const both = await Promise.all([
    migrateCollections(database, [RECORDS]),
    migrateCollections(database, [RECORDS]),
    ...written,
  ]);
  const [first, second] = both as unknown as [{ migrated: number }[], { migrated: number }[]];
  expect((first[0]?.migrated ?? 0) + (second[0]?.migrated ?? 0)).toBe(400);
  for (const { _id, fen, version, schemaVersion } of await records().find().toArray())
    expect([fen, version, schemaVersion]).toEqual([BigInt(_id + 1), 2, 2]);
});

it('an index that is declared otherwise than it stands keeps no service from starting', async () => {
  await store(1);
  await records().createIndex({ payee: 1 }, { unique: true });
  await openKinds(database, [RECORDS]);
  expect(await lookAtCollections(database, [RECORDS])).toMatchObject([
    { missingIndexes: ['payee_1'], undeclaredIndexes: ['payee_1'] },
  ]);
  await migrateCollections(database, [RECORDS]);
  expect(await lookAtCollections(database, [RECORDS])).toMatchObject([
    { missingIndexes: [], undeclaredIndexes: [] },
  ]);
});

it('two processes open the same kinds at once', async () => {
  await Promise.all([1, 2, 3].map(() => openKinds(database, [RECORDS])));
  expect(await lookAtCollections(database, [RECORDS])).toMatchObject([{ missingIndexes: [] }]);
});
