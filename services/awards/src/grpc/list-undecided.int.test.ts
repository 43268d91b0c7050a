import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { loadPolicy } from '@duixian/policy';
import { connectDatabase, type Database } from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { POLICY } from '../awards-for-tests.ts';
import { type Collections, openCollections } from '../store/collections.ts';
import { listUndecided, summariseUndecided } from './list-undecided.ts';

const policy = loadPolicy(POLICY);
let servers: TestInfrastructure;
let database: Database;
let collections: Collections;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_awards');
  collections = await openCollections(database);
});

afterAll(async () => {
  await database.client.close();
  await servers.stop();
});

function claim(status: 'decided' | 'undecided', date: string) {
  const shared = {
    entity: 'E',
    year: 2019,
    group: 'g',
    date,
    provision: 'commissioned-research',
    beneficiary: 'E',
    baseFen: 5n,
  };
  return status === 'undecided'
    ? { ...shared, status, lowestFen: 1n, highestFen: 3n }
    : { ...shared, status, rateMillionths: null, amountFen: 1n };
}

it('says how many things wait for a decision, and which waits longest, from its indexes', async () => {
  expect(await summariseUndecided(policy, collections)).toEqual({
    count: 0n,
    isAtLeast: false,
    oldest: undefined,
    oldestTitleZh: '',
  });
  const records = [
    { _id: 'contract/A', claims: [claim('decided', '2001-01-01')] },
    { _id: 'contract/B', claims: [claim('undecided', '2019-03-01'), claim('undecided', '2019-03-01')] },
    { _id: 'receipt/C', claims: [claim('decided', '2019-02-01'), claim('undecided', '2019-02-01')] },
    { _id: 'contract/D' },
  ];
  await collections.facts.insertMany(records as never);
  expect(await summariseUndecided(policy, collections)).toMatchObject({
    ...{ count: 2n, isAtLeast: false, oldestTitleZh: expect.stringMatching(/^\p{Script=Han}+$/u) },
    oldest: { factType: 'duixian.receipt.v1', factSubject: 'C', date: '2019-02-01', highestFen: 3n },
  });
  const asked = { entity: '', year: 0, provision: '', after: '', limit: 9 };
  const { claims, titlesZh } = await listUndecided(policy, collections, asked);
  expect([claims.length, Object.keys(titlesZh)]).toEqual([3, ['commissioned-research']]);
  const plan = await collections.facts
    .find({ 'claims.status': 'undecided' }, { hint: { 'claims.date': 1 } })
    .sort({ 'claims.date': 1 })
    .limit(1)
    .explain('executionStats');
  expect(JSON.stringify(plan['queryPlanner'].winningPlan)).not.toContain('"SORT"');
  expect(plan['executionStats'].totalDocsExamined).toBe(1);
});
