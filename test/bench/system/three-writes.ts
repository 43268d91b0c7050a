import { cpuUsage } from 'node:process';
import { MongoClient } from 'mongodb';

// The ceiling: the cost of a bare transaction of three writes (a fact, its account, an outbox document for the batch),
// by one client on the same server, equally durable. Argument: the number of facts; the server is MONGO_URL.

const BATCH = 200;
const ACCOUNTS = 100_000;
const PAYLOAD = Buffer.alloc(400, 'x');

const [count = '0'] = process.argv.slice(2);
const client = await MongoClient.connect(process.env['MONGO_URL'] ?? '', {
  useBigInt64: true,
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
});
const database = client.db('bench_ceiling');
await database.dropDatabase();
const facts = await database.createCollection<{ _id: string; version: bigint; payload: Buffer }>('facts');
const accounts = await database.createCollection<{ _id: string; entitledFen: bigint; version: bigint }>(
  'accounts',
);
const outbox = await database.createCollection('outbox');

const startedAt = performance.now();
const before = cpuUsage();
for (let from = 0; from < Number(count); from += BATCH) await writeBatch(from);
const { user, system } = cpuUsage(before);
const seconds = (performance.now() - startedAt) / 1_000;
await database.dropDatabase();
await client.close();
console.log(
  JSON.stringify({ perSecond: Number(count) / seconds, clientCpuMicros: (user + system) / Number(count) }),
);

async function writeBatch(from: number): Promise<void> {
  const indexes = Array.from({ length: BATCH }, (_, at) => from + at);
  await client.withSession((session) =>
    session.withTransaction(
      async () => {
        const options = { session, ordered: false };
        await facts.insertMany(
          indexes.map((index) => ({ _id: `contract/${index}`, version: 1n, payload: PAYLOAD })),
          options,
        );
        await accounts.bulkWrite(
          indexes.map((index) => ({
            updateOne: {
              filter: { _id: `account/${index % ACCOUNTS}` },
              update: { $set: { entitledFen: 20_000n, version: 1n } },
              upsert: true,
            },
          })),
          options,
        );
        await outbox.insertOne({ messages: indexes.map(() => PAYLOAD) }, { session });
      },
      { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority', journal: true } },
    ),
  );
}
