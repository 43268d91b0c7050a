import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Collection, type Db, MongoNetworkError } from 'mongodb';
import { Random } from '../random.ts';
import { type Link, MemoryMongo } from './memory-mongo.ts';

// biome-ignore lint/suspicious/noExplicitAny: these documents hold anything
type Records = Collection<any>;
type Process = { readonly link: Link; readonly database: Db; readonly things: Records };

/** Continues in the next turn, except for commands at which it stops forever. */
class Stopping implements Link {
  readonly entered: string[] = [];
  stopAt: string | undefined;

  async enter(command: string): Promise<void> {
    this.entered.push(command);
    if (this.entered.filter((one) => one === command).length > 20) throw new Error(`${command} for ever`);
    await new Promise((resolve) => setImmediate(resolve));
    if (`${command} ${this.entered.filter((one) => one === command).length}` === this.stopAt)
      await new Promise(() => {});
  }
}

let mongo: MemoryMongo;
let one: Process & { link: Stopping };
let other: Process & { link: Stopping };

beforeEach(async () => {
  mongo = new MemoryMongo();
  one = processOf();
  other = processOf();
  await one.things.insertOne({ _id: 1, n: 0n });
  one.link.entered.length = 0;
});

function processOf(): Process & { link: Stopping } {
  const link = new Stopping();
  const database = mongo.connect('things_test', link);
  return { link, database, things: database.collection('things') as unknown as Records };
}

async function transact({ database, things: records }: Process, n = 1n): Promise<void> {
  const session = database.client.startSession();
  try {
    await session.withTransaction(async () => {
      await records.updateOne({ _id: 1 }, { $inc: { n } }, { session });
    });
  } finally {
    await session.endSession();
  }
}

async function held(): Promise<bigint> {
  return (await other.things.findOne({ _id: 1 }))?.n;
}

describe('a link', () => {
  it('is entered before a command takes effect and before its answer is given', async () => {
    await transact(one);
    expect(one.link.entered).toEqual(['update', 'update', 'commitTransaction', 'commitTransaction']);
  });

  it.each([
    ['commitTransaction 1', 0n, 1],
    ['commitTransaction 2', 1n, 0],
    ['update 2', 0n, 1],
  ])('of a process that dies at "%s" leaves %s', async (stopAt, left, open) => {
    one.link.stopAt = stopAt;
    void transact(one);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(await held()).toBe(left);
    expect(mongo.openTransactions).toBe(open);
    mongo.abortTransactionsOf(one.link);
    expect(mongo.openTransactions).toBe(0);
    await transact(other);
    expect(await held()).toBe(left + 1n);
  });
});

describe('nothing but the links', () => {
  it('is waited for: no timer, no input or output', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    try {
      const database = mongo.connect('things_test', { enter: async () => {} });
      const process = { ...one, database, things: database.collection('things') as unknown as Records };
      await transact(process);
      expect(await process.things.find({}, { batchSize: 1 }).toArray()).toEqual([{ _id: 1, n: 1n }]);
      await process.things.bulkWrite([
        { insertOne: { document: { _id: 2 } } },
        { deleteOne: { filter: {} } },
      ]);
      await Promise.all([transact(process), transact(process)]);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('decides what happens: the same for the same seed', async () => {
    const first = await story(1);
    expect(first.filter((command) => command.endsWith('retry')).length).toBeGreaterThan(0);
    expect(await story(1)).toEqual(first);
    expect(await story(2)).not.toEqual(first);
  });

  /** Three processes that write one document; of those that wait, one continues at a time. */
  async function story(seed: number): Promise<string[]> {
    mongo = new MemoryMongo();
    await processOf().things.insertOne({ _id: 1, n: 0n });
    const random = new Random(seed);
    const [waiting, trace]: [{ name: string; goOn(): void }[], string[]] = [[], []];
    const works = [0, 1, 2].map(async (index) => {
      const enter = (command: string) =>
        new Promise<void>((goOn) => waiting.push({ name: `${index} ${command}`, goOn }));
      const database = mongo.connect('things_test', { enter });
      const records = database.collection('things') as unknown as Records;
      const link = new Stopping();
      for (let turn = 0; turn < 5; turn++) await transact({ link, database, things: records });
      await records.updateOne({ _id: 1 }, { $inc: { n: 100n } });
    });
    let isDone = false;
    const all = Promise.all(works).then(() => {
      isDone = true;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) break;
      const [next] = waiting.splice(random.below(waiting.length), 1);
      trace.push(next?.name ?? 'nobody');
      next?.goOn();
    }
    await all;
    expect((await processOf().things.findOne({ _id: 1 }))?.n).toBe(315n);
    return trace;
  }
});

describe('an onlooker', () => {
  it('is told what is written for good, in the name of whoever wrote it, and of those who met', async () => {
    const writer = new AsyncLocalStorage<string>();
    const story: string[] = [];
    const note = (what: string) => story.push(`${writer.getStore()} ${what}`);
    mongo = new MemoryMongo(undefined, {
      onCommit: (collections) => note(`wrote ${collections.join()}`),
      onConflict: () => note('met somebody'),
    });
    [one, other] = [processOf(), processOf()];
    await writer.run('first', () => one.things.insertOne({ _id: 1, n: 0n }));
    await writer.run('reader', () => held());
    const session = one.database.client.startSession();
    session.startTransaction();
    await writer.run('undone', () => one.things.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session }));
    const late = other.database.client.startSession();
    late.startTransaction();
    const meets = () => other.things.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session: late });
    await expect(writer.run('late', meets)).rejects.toThrow('Write conflict');
    await session.abortTransaction();
    await writer.run('last', () => transact(one));
    expect(story).toEqual([
      'first wrote things_test.things',
      'late met somebody',
      'last wrote things_test.things',
    ]);
  });
});

describe('a transaction', () => {
  it('runs again, and once more has effect, where two meet', async () => {
    await Promise.all([transact(one), transact(other), transact(one, 5n)]);
    expect(await held()).toBe(7n);
    expect([...one.link.entered, ...other.link.entered]).toContain('retry');
  });

  it('keeps a write outside of one waiting until it has ended', async () => {
    const session = one.database.client.startSession();
    session.startTransaction();
    await one.things.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session });
    await one.things.insertOne({ _id: 2 }, { session });
    const waiting = Promise.all([
      other.things.updateMany({}, { $inc: { n: 10n } }),
      other.things.updateOne({ _id: 2 }, { $set: { n: 5n } }, { upsert: true }),
    ]);
    while (!other.link.entered.includes('update waits'))
      await new Promise((resolve) => setImmediate(resolve));
    expect(await held()).toBe(0n);
    await session.commitTransaction();
    const [many, upserted] = await waiting;
    expect(many).toMatchObject({ matchedCount: expect.any(Number) });
    expect(upserted).toMatchObject({ matchedCount: 1, upsertedCount: 0 });
    expect(await held()).toBe(11n);
    await session.endSession();
  });

  it.each([
    ['between', 251, ['TransientTransactionError']],
    ['during', 290, []],
  ] as const)('that the server ended %s two statements fails with %i', async (when, code, labels) => {
    const session = one.database.client.startSession();
    session.startTransaction();
    await one.things.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session });
    mongo.expire(one.link, when);
    const second = one.things.updateOne({ _id: 1 }, { $inc: { n: 1n } }, { session });
    await expect(second).rejects.toMatchObject({ code, errorLabels: labels });
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 });
    await session.endSession();
    expect(await held()).toBe(0n);
  });
});

describe('a failure', () => {
  it.each([
    { kind: 'network', when: 'before' },
    { kind: 'network', when: 'after' },
    { kind: 'stepdown', when: 'before' },
    { kind: 'stepdown', when: 'after' },
  ] as const)(
    'of a write: $kind $when its effect, sent again by the driver and made once',
    async (failure) => {
      mongo.failNext(one.link, failure);
      await one.things.updateOne({ _id: 1 }, { $inc: { n: 1n } });
      expect(await held()).toBe(1n);
      expect(one.link.entered.filter((command) => command === 'update').length).toBeGreaterThan(2);
    },
  );

  it.each([
    { kind: 'network', when: 'before', command: 'commitTransaction' },
    { kind: 'network', when: 'after', command: 'commitTransaction' },
    { kind: 'stepdown', when: 'before', command: 'commitTransaction' },
    { kind: 'stepdown', when: 'after', command: 'commitTransaction' },
    { kind: 'network', when: 'before', command: 'update' },
    { kind: 'network', when: 'after', command: 'update' },
    { kind: 'stepdown', when: 'after', command: 'update' },
  ] as const)('of a transaction: $kind $when $command, and it is made once', async (failure) => {
    mongo.failNext(one.link, failure);
    await transact(one);
    expect(await held()).toBe(1n);
    expect(mongo.openTransactions).toBe(0);
  });

  it('of a connection that stays broken is a network error', async () => {
    const failure = { kind: 'network', when: 'before', command: 'find' } as const;
    mongo.failNext(one.link, failure);
    mongo.failNext(one.link, failure);
    await expect(one.things.findOne({})).rejects.toThrow(MongoNetworkError);
  });
});

describe('a backup', () => {
  it('puts back documents and indexes as they were, and ends what was open', async () => {
    await one.things.createIndexes([{ key: { n: 1 }, unique: true }]);
    const dump = mongo.dump('things_test');
    const session = other.database.client.startSession();
    session.startTransaction();
    await other.things.insertOne({ _id: 3, n: 3n }, { session });
    await one.things.insertOne({ _id: 2, n: 2n });
    mongo.restore('things_test', dump);
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 });
    await session.endSession();
    expect(await one.things.find().toArray()).toEqual([{ _id: 1, n: 0n }]);
    await expect(one.things.insertOne({ _id: 5, n: 0n })).rejects.toMatchObject({ code: 11_000 });
  });
});

describe('what no service uses', () => {
  it.each<[string, (records: Records) => Promise<unknown>]>([
    ['$regex', (records) => records.find({ a: { $regex: 'x' } }).toArray()],
    ['$nor', (records) => records.find({ $nor: [{ a: 1 }] }).toArray()],
    ['$pull', (records) => records.updateOne({}, { $pull: { a: 1 } } as never)],
    ['arrayFilters', (records) => records.updateOne({}, { $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] })],
    [
      '$bit',
      (records) =>
        records.bulkWrite([{ updateOne: { filter: {}, update: { $bit: { a: { or: 1 } } } } }] as never),
    ],
    ['collation', (records) => records.find({}, { collation: { locale: 'zh' } }).toArray()],
    ['$facet', (records) => records.aggregate([{ $facet: {} }]).toArray()],
    ['$avg', (records) => records.aggregate([{ $group: { _id: null, a: { $avg: '$a' } } }]).toArray()],
    ['$concat', (records) => records.aggregate([{ $group: { _id: { $concat: ['a'] } } }]).toArray()],
    ['distinct', (records) => records.distinct('a')],
    ['$changeStream', (records) => records.watch().next()],
    ['by position', (records) => records.find({ 'a.0': 1 }).toArray()],
  ])('is refused by its name: %s', async (name, use) => {
    await one.things.insertOne({ _id: 2, a: [1] });
    await expect(use(one.things)).rejects.toThrow(new RegExp(`not simulated: .*${name.replace('$', '\\$')}`));
  });
});
