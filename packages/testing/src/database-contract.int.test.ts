import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, type Database } from '@duixian/runtime';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGGREGATING } from './database-contract/aggregating.ts';
import type { Case } from './database-contract/cases.ts';
import { CATALOG } from './database-contract/catalog.ts';
import { READING } from './database-contract/reading.ts';
import { TRANSACTIONS } from './database-contract/transactions.ts';
import { WAITING } from './database-contract/waiting.ts';
import { WRITING } from './database-contract/writing.ts';
import { MemoryMongo } from './memory-mongo/memory-mongo.ts';

let servers: TestInfrastructure;
let server: Database;
let databases = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  server = await connectDatabase(servers.mongo.url, 'duixian_contract');
});

afterAll(async () => {
  await server.client.close();
  await servers.stop();
});

const GROUPS: Record<string, Record<string, Case>> = {
  reading: READING,
  writing: WRITING,
  aggregating: AGGREGATING,
  catalog: CATALOG,
  transactions: TRANSACTIONS,
  'writes that wait': WAITING,
};

for (const [group, cases] of Object.entries(GROUPS))
  describe(`in memory as on MongoDB: ${group}`, () => {
    it.each(Object.entries(cases))('%s', async (_, run) => {
      databases += 1;
      const real = server.client.db(`duixian_contract_${databases}`);
      const memory = new MemoryMongo().connect('duixian_contract', { enter: nextTurn });
      try {
        const expected = await run({ database: real });
        expect(await run({ database: memory })).toEqual(expected);
      } finally {
        await memory.client.close();
      }
    });
  });

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
