import type { UsageData } from '@duixian/facts';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { meteringV1 } from '@duixian/proto';
import {
  connectDatabase,
  createLogger,
  type Database,
  grpcChannel,
  grpcClient,
  type PromiseClient,
  startGrpcServer,
} from '@duixian/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { shareOf, totalKey } from './domain/usage-total.ts';
import { meteringService } from './grpc/list-usage-totals.ts';
import { openTotals } from './store/total-store.ts';

const log = createLogger('usage-totals-test', 'silent');
let servers: TestInfrastructure;
let database: Database;
let client: PromiseClient<meteringV1.MeteringServiceClient>;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_totals');
  const totals = await openTotals(database);
  const server = await startGrpcServer('127.0.0.1:0', [meteringService(totals)], log);
  client = grpcClient(meteringV1.MeteringServiceClient, grpcChannel(server.address));
  closing.push(
    () => server.stop(),
    () => database.client.close(),
    () => servers.stop(),
  );
  const documents = [];
  for (let at = 0; at < 4_000; at++) {
    const month = `20${10 + (at % 20)}-0${1 + (at % 9)}`;
    const share = { instrumentId: `I${at % 50}`, owner: `O${at % 40}`, user: `U${at}`, month };
    const amounts = { hours: 1n, samples: 0n, times: 0n, feeFen: 1n, records: 1n };
    documents.push({ ...share, ...amounts, _id: totalKey({ ...share, ...amounts }), guard: 1n });
  }
  const [first] = documents;
  if (first) documents.push({ ...first, month: '+010000', _id: '["I0","O0","U0","+010000"]' });
  await totals.insertMany(documents);
});

afterAll(async () => {
  client.close();
  for (const close of closing) await close();
});

const ALL = { instrumentId: '', owner: '', user: '', month: '', after: '', limit: 0 };

it.each([
  ['an instrument', { instrumentId: 'I1' }, 80],
  ['an instrument whose name begins another', { instrumentId: 'I' }, 0],
  ['an owner', { owner: 'O1' }, 100],
  ['a user', { user: 'U1' }, 1],
  ['a month', { month: '2011-02' }, 23],
  ['an instrument and an owner', { instrumentId: 'I1', owner: 'O1' }, 20],
])('reads no more than the totals of %s, by page', async (_, asked, count) => {
  const found: string[] = [];
  await database.command({ profile: 2 });
  let [after, pages] = ['', 0];
  do {
    const page = await client.listUsageTotals({ ...ALL, ...asked, after, limit: 20 });
    found.push(...page.totals.map(({ instrumentId, user, month }) => `${instrumentId} ${user} ${month}`));
    after = page.next;
    pages += 1;
  } while (after !== '');
  await database.command({ profile: 0 });
  const profile = database.collection('system.profile');
  const read = { $sum: { $add: ['$docsExamined', '$keysExamined'] } };
  const [sum] = (await profile?.aggregate([{ $group: { _id: null, read } }]).toArray()) ?? [];
  await database.dropCollection('system.profile');
  expect([found.length, new Set(found).size]).toEqual([count, count]);
  expect(Number(sum?.['read'])).toBeLessThanOrEqual(2 * 81 + 4 * pages + 2 * count);
});

it('says quantities beyond 64 bits exactly', async () => {
  const share = { instrumentId: 'LARGE', owner: 'o', user: 'u', month: '2019-05' };
  const large = { ...share, hours: '14999999999999999985', samples: 1n, times: 0n, records: 15n };
  const totals = await openTotals(database);
  await totals.insertOne({ ...large, feeFen: '9223372036854775808', _id: totalKey(share), guard: 1n });
  expect(await client.listUsageTotals({ ...ALL, instrumentId: 'LARGE' })).toMatchObject({
    totals: [{ hours: '14999999999999.999985', samples: '0.000001', feeFen: 9_223_372_036_854_775_807n }],
  });
});

it.each(['zzz', 'invoice/1', '["I1"]', '["I1","O1","U1","2011"]', '["I1","O1","U1","2011-02"'])(
  'refuses the cursor %s, which no page ended with',
  async (after) => {
    await expect(client.listUsageTotals({ ...ALL, after })).rejects.toThrow('not a cursor of this list');
  },
);

it('never says a month outside the years of facts', async () => {
  for (const asked of [{}, { instrumentId: 'I0' }, { owner: 'O0' }, { user: 'U0' }]) {
    const { totals } = await client.listUsageTotals({ ...ALL, ...asked, limit: 1_000 });
    expect(totals.filter(({ month }) => !/^\d{4}-\d{2}$/.test(month))).toEqual([]);
  }
  const party = {
    uscc: '91410100170051134L',
    name: '示例',
    kind: 'enterprise',
    divisionCode: '410100',
  } as const;
  const usage: UsageData = {
    revision: 1,
    instrumentId: 'I',
    owner: party,
    user: party,
    startedAt: '9999-12-31T15:59:59Z',
    endedAt: '9999-12-31T16:00:00Z',
    quantity: '1',
    unit: 'hour',
    feeFen: 1n,
    way: 'occupy',
    status: 'final',
  };
  expect(shareOf(usage)?.month).toBe('9999-12');
  expect(shareOf({ ...usage, startedAt: '9999-12-31T20:00:00Z' })).toBeUndefined();
  expect(shareOf({ ...usage, startedAt: '0000-01-01T00:00:00+14:00' })).toBeUndefined();
});
