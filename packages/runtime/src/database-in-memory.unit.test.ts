import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConcurrentChange, type Database, OutOfTime, type Session, transact } from './database.ts';
import { DatabaseClock } from './database-clock.ts';

type Counter = { _id: number; n: bigint };
const link = { enter: () => new Promise<void>((resolve) => setImmediate(resolve)) };
let mongo: MemoryMongo;
let database: Database;

beforeEach(async () => {
  mongo = new MemoryMongo();
  database = mongo.connect('transact_test', link);
  await counters().insertOne({ _id: 1, n: 0n });
});

function counters() {
  return database.collection<Counter>('counters');
}

async function increase(session: Session): Promise<bigint | undefined> {
  await counters().updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session });
  return (await counters().findOne({ _id: 1 }, { session }))?.n;
}

it('the time of the database is that of the server in memory', async () => {
  const ahead = new MemoryMongo(() => new Date(Date.now() + 3_600_000));
  const clock = await DatabaseClock.open(ahead.connect('transact_test', link));
  expect(Math.round((clock.now().getTime() - Date.now()) / 1_000)).toBe(3_600);
});

describe('a transaction in memory', () => {
  it('runs again where somebody was faster, by whatever the loser notices it', async () => {
    let attempts = 0;
    const made = await transact(database, async (session) => {
      attempts++;
      if (attempts === 1) throw new ConcurrentChange('somebody else');
      if (attempts === 2) await counters().insertOne({ _id: 1, n: 0n }, { session });
      await counters().findOne({ _id: 1 }, { session });
      if (attempts === 3) await counters().updateOne({ _id: 1 }, { $inc: { n: 10n } });
      return increase(session);
    });
    expect([made, attempts]).toEqual([11n, 4]);
  });

  it.each(['before', 'after'] as const)(
    'counts once where the connection breaks %s its commit',
    async (when) => {
      mongo.failNext(link, { kind: 'network', when, command: 'commitTransaction' });
      await transact(database, increase);
      expect((await counters().findOne({ _id: 1 }))?.n).toBe(1n);
    },
  );

  it('says that it ran out of time where the server cut it off, and changes nothing', async () => {
    const work = transact(database, async (session) => {
      await increase(session);
      mongo.expire(link, 'during');
      return increase(session);
    });
    await expect(work).rejects.toThrow(OutOfTime);
    expect((await counters().findOne({ _id: 1 }))?.n).toBe(0n);
    expect(mongo.openTransactions).toBe(0);
  });

  it('runs again where the server ended it for another reason', async () => {
    let attempts = 0;
    await transact(database, async (session) => {
      await increase(session);
      attempts++;
      if (attempts === 1) mongo.expire(link, 'between');
      await increase(session);
    });
    expect(attempts).toBe(2);
    expect((await counters().findOne({ _id: 1 }))?.n).toBe(2n);
  });
});
