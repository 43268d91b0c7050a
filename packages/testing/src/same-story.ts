/**
 * The contract of a unit of work: what a service reads, decides and writes in its transactions has the same result on
 * MongoDB and in memory. A story runs on both; its results and every document that each then stores must be alike.
 */
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { Admin, BSON, type Db } from 'mongodb';
import { MemoryMongo } from './memory-mongo/memory-mongo.ts';

/** `relay`, whatever a story uses it for, publishes nothing. */
type Story = (database: Db, relay: never) => Promise<unknown>;
type Connect = (url: string, database: string) => Promise<Db>;

const NOW = new Date('2026-02-03T04:05:06.789Z');
const NAMES = ['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
const TIMERS = ['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const;
const ALL_BUT_THE_DATE = [...NAMES, ...TIMERS, 'setTimeout', 'clearTimeout'] as const;

const RELAY = { publish: async () => {} } as never;

/** For a test file, whose stories run one after the other, each on an empty database. */
export function sameStories(name: string, connect: Connect): (story: Story) => Promise<void> {
  let servers: TestInfrastructure;
  beforeAll(async () => {
    servers = await startTestInfrastructure();
  });
  afterAll(() => servers.stop());
  let count = 0;
  return async (story) => {
    count += 1;
    const real = await connect(servers.mongo.url, `${name}_${count}`);
    try {
      await sameStory(real, story);
    } finally {
      await real.client.close();
    }
  };
}

/**
 * The clock is stopped and randomness is the same each time, so that only ids that a driver makes have to be left out.
 */
async function sameStory(real: Db, story: Story): Promise<void> {
  const mongo = new MemoryMongo();
  const memory = mongo.connect(real.databaseName, { enter: nextTurn });
  jest.useFakeTimers({ now: NOW, doNotFake: [...ALL_BUT_THE_DATE] });
  const chance = jest.spyOn(Math, 'random').mockReturnValue(0.5);
  // A server is asked for its time in this way (the runtime's DatabaseClock), and a real server's clock is not stopped.
  const asked = jest.spyOn(Admin.prototype, 'command').mockResolvedValue({ localTime: NOW });
  try {
    const expected = { answered: await story(real, RELAY), stored: await storedIn(real) };
    const found = { answered: await story(memory, RELAY), stored: await storedIn(memory) };
    expect(Object.keys(expected.stored)).not.toEqual([]);
    expect(found).toEqual(expected);
    expect(mongo.openTransactions).toBe(0);
  } finally {
    chance.mockRestore();
    asked.mockRestore();
    jest.useRealTimers();
    await memory.client.close();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function storedIn(db: Db): Promise<Record<string, unknown>> {
  const stored: Record<string, unknown> = {};
  for (const { name } of await db.listCollections().toArray()) {
    const documents = await db.collection(name).find().toArray();
    const shown = documents.map((document) => BSON.EJSON.stringify(document, { relaxed: false }));
    const indexes = (await db.collection(name).indexes()).map((index) => JSON.stringify(index));
    stored[name] = { documents: shown.map(withoutIds).sort(), indexes: indexes.sort() };
  }
  return stored;
}

function withoutIds(text: string): string {
  return text.replaceAll(/"\$oid":"[0-9a-f]{24}"/g, '"$oid":"…"');
}
