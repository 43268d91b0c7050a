import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import {
  ConcurrentChange,
  connectDatabase,
  type Database,
  transact,
  writeGuarded,
  writeGuardedAtOnce,
} from '@duixian/runtime';
import { assert } from '@duixian/values';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import pino from 'pino';
import { Consumer, type ConsumerDefinition } from './consumer.ts';
import { DeadLetters } from './dead-letters.ts';
import type { MessageOutcome } from './handling.ts';
import { connectNats, type Nats } from './nats/connection.ts';

const log = pino({ level: 'silent' });
/** The length of a message of which a packet holds only one or two. */
const LONG = 50_000;
const QUIET = { batch: () => {}, outcome: () => {} };
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let deadLetters: DeadLetters;
let consumer: Consumer<string> | undefined;
let names = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_consumer_test');
  nats = await connectNats(servers.nats.url, 'consumer-test', log);
  deadLetters = new DeadLetters(database);
});

afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
});

afterAll(async () => {
  await nats.close();
  await database.client.close();
  await servers.stop();
});

type Handle = (texts: readonly string[]) => Promise<readonly MessageOutcome[]>;

function definitionOf(name: string, handle: Handle): ConsumerDefinition<string> {
  return {
    name,
    stream: 'FACTS',
    subjects: [`duixian.facts.${name}`],
    batchSize: 50,
    decode: (payload) => {
      const text = new TextDecoder().decode(payload);
      assert(text !== 'unreadable', 'it is no message');
      return text;
    },
    handle: (messages) => handle(messages.map(({ message }) => message)),
  };
}

/** Starts a consumer; returns its name and how to publish to it. */
function listen(handle: Handle): { name: string; publish(...texts: string[]): Promise<void> } {
  const name = `listener-${++names}`;
  consumer = new Consumer(definitionOf(name, handle), nats, deadLetters, log, QUIET);
  consumer.start();
  const publish = async (...texts: string[]) => {
    for (const text of texts) await published(name, text);
  };
  return { name, publish };
}

/** Retries, because the stream may not exist yet or the server may be away. */
async function published(name: string, text: string): Promise<void> {
  await eventually(async () => {
    await nats.jetstream.publish(`duixian.facts.${name}`, text, { timeout: 1_000 });
    return true;
  });
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await holds().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error('it did not happen within 25 s');
}

const all = (texts: readonly string[]): MessageOutcome[] => texts.map(() => 'done');

it('takes a burst that is still coming in as few batches', async () => {
  const sizes: number[] = [];
  const handle: Handle = async (texts) => {
    sizes.push(texts.length);
    return all(texts);
  };
  const { name, publish } = listen(handle);
  await publish('first');
  await eventually(async () => sizes.length === 1);
  await consumer?.stop();
  for (let index = 0; index < 40; index++) await publish(`waits ${index}`.padEnd(LONG));
  consumer = new Consumer(definitionOf(name, handle), nats, deadLetters, log, QUIET);
  consumer.start();
  await eventually(async () => sizes.reduce((sum, size) => sum + size) === 41);
  expect(sizes.length).toBeLessThan(10);
});

it('a message that cannot be read, and one that breaks an assertion, are kept aside; the rest goes on', async () => {
  const taken = new Set<string>();
  const { name, publish } = listen(async (texts) => {
    assert(!texts.includes('poison'), 'nobody can take this');
    for (const text of texts) taken.add(text);
    return all(texts);
  });
  await publish('one', 'poison', 'two', 'unreadable', 'three');
  await eventually(async () => taken.size === 3 && (await deadLetters.count()) === 2n);
  const kept = ((await deadLetters.list('', 10))?.letters ?? []).map(({ reason, subject }) => ({
    reason,
    subject,
  }));
  const subject = `duixian.facts.${name}`;
  expect(kept).toContainEqual({ subject, reason: expect.stringContaining('nobody can take this') });
  expect(kept).toContainEqual({ subject, reason: expect.stringContaining('cannot be read') });
  expect(await consumer?.countPending()).toBe(0n);
});

it('a message that another took and never acknowledged comes again', async () => {
  const taken: string[] = [];
  const handle: Handle = async (texts) => {
    taken.push(...texts);
    return all(texts);
  };
  const { name, publish } = listen(handle);
  await publish('first');
  await eventually(async () => taken.length === 1);
  await consumer?.stop();
  await publish('once');
  // As if a process was killed between its work and the acknowledgement.
  const killed = await (await nats.jetstream.consumers.get('FACTS', name)).next({ expires: 5_000 });
  expect(killed?.string()).toBe('once');
  consumer = new Consumer(definitionOf(name, handle), nats, deadLetters, log, QUIET);
  consumer.start();
  await eventually(async () => taken.length === 2);
  await eventually(async () => (await consumer?.countPending()) === 0n);
}, 60_000);

it('what fails by an outage is tried again, ever later, and is not lost', async () => {
  const attempts: number[] = [];
  const { publish } = listen(async (texts) => {
    attempts.push(Date.now());
    if (attempts.length < 4) throw new Error('the database is away');
    return all(texts);
  });
  await publish('patience');
  await eventually(async () => attempts.length === 4);
  const waits = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
  await eventually(async () => (await consumer?.countPending()) === 0n);
});

it('a server that was killed is found again, and everything arrives', async () => {
  const taken = new Set<string>();
  const { publish } = listen(async (texts) => {
    for (const text of texts) taken.add(text);
    return all(texts);
  });
  await publish('before');
  await eventually(async () => taken.has('before'));
  await servers.nats.kill();
  await servers.nats.start();
  await publish('after');
  await eventually(async () => taken.has('after'));
}, 60_000);

it('a database that was killed holds messages up, and none is lost', async () => {
  const notes = database.collection<{ _id: string }>('notes' as never) as never as {
    insertOne(document: { _id: string }): Promise<unknown>;
    countDocuments(): Promise<number>;
  };
  const { publish } = listen(async (texts) => {
    for (const text of texts) {
      await notes.insertOne({ _id: text }).catch((error: { code?: number }) => {
        if (error.code !== 11_000) throw error;
      });
    }
    return all(texts);
  });
  await publish('first');
  await eventually(async () => (await notes.countDocuments()) === 1);
  await servers.mongo.kill();
  await publish('second', 'third');
  await servers.mongo.start();
  await eventually(async () => (await notes.countDocuments()) === 3);
}, 60_000);

it('two that write one document take turns, and nothing is lost', async () => {
  type Counter = { _id: string; guard: bigint; count: number };
  const counters = database.collection('counters') as unknown as Parameters<typeof writeGuarded<Counter>>[0];
  await counters.insertOne({ _id: 'one', guard: 0n, count: 0 });
  let runs = 0;
  const add = () =>
    transact(database, async (session) => {
      runs++;
      const before = await counters.findOne({ _id: 'one' }, { session });
      if (!before) throw new ConcurrentChange('it was there');
      await sleep(20);
      const after = { ...before, guard: before.guard + 1n, count: before.count + 1 };
      await writeGuarded(counters, [{ before, after }], 'guard', session);
    });
  await Promise.all([add(), add(), add()]);
  expect(await counters.findOne({ _id: 'one' })).toMatchObject({ count: 3, guard: 3n });
  expect(runs).toBeGreaterThan(3);
});

it('many that are replaced at once are none where only the guard of one shows that it was written', async () => {
  type Counter = { _id: string; guard: bigint; count: number };
  const counters = database.collection('counted') as unknown as Parameters<
    typeof writeGuardedAtOnce<Counter>
  >[0];
  const read = ['a', 'b', 'c'].map((_id) => ({ _id, guard: 0n, count: 0 }));
  await counters.insertMany(read);
  await counters.updateOne({ _id: 'b' }, { $set: { guard: 1n, count: 5 } });
  let held = read;
  await transact(database, async (session) => {
    const writes = held.map((before) => ({
      before,
      after: { ...before, guard: before.guard + 1n, count: before.count + 1 },
    }));
    held = await counters.find().sort({ _id: 1 }).toArray();
    const absent = { _id: 'd', guard: 1n, count: 1 };
    await writeGuardedAtOnce(counters, [...writes, { before: undefined, after: absent }], 'guard', session);
  });
  const stored = await counters.find().sort({ _id: 1 }).toArray();
  expect(stored.map(({ guard, count }) => [guard, count])).toEqual([
    [1n, 1],
    [2n, 6],
    [1n, 1],
    [1n, 1],
  ]);
});
