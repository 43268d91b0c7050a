import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, type Database, OutOfTime } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { Binary, MongoServerError } from 'mongodb';
import { pino } from 'pino';
import { Consumer } from './consumer.ts';
import { DeadLetters } from './dead-letters.ts';
import { Handling, type MessageOutcome } from './handling.ts';
import { connectNats, type Nats } from './nats/connection.ts';

const log = pino({ level: 'silent' });
const QUIET = { batch: () => {}, outcome: () => {} };
const STREAM = 'FACTS';
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let deadLetters: DeadLetters;
let consumer: Consumer<string> | undefined;
let names = 0;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_handling_test');
  nats = await connectNats(servers.nats.url, 'handling-test', log);
  deadLetters = new DeadLetters(database);
  await deadLetters.open();
});

afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
  await deadLetters.collection.deleteMany({});
});

afterAll(async () => {
  await nats.close();
  await database.client.close();
  await servers.stop();
});

type Work = (texts: readonly string[]) => Promise<unknown>;

/** All messages are published before the consumer starts, so that they form one batch. */
async function handle(
  texts: readonly string[],
  work: Work,
  extra: Readonly<Record<string, string>> = {},
): Promise<void> {
  const name = `handled-${++names}`;
  const carrier = headers();
  for (const [key, value] of Object.entries(extra)) carrier.set(key, value);
  for (const text of texts) await nats.jetstream.publish(`duixian.facts.${name}`, text, { headers: carrier });
  const handle = async (batch: readonly { message: string }[]): Promise<MessageOutcome[]> => {
    await work(batch.map(({ message }) => message));
    return batch.map(() => 'done');
  };
  const decode = (payload: Uint8Array) => new TextDecoder().decode(payload);
  const subjects = [`duixian.facts.${name}`];
  const definition = { name, stream: STREAM, subjects, batchSize: 50, decode, handle } as const;
  consumer = new Consumer(definition, nats, deadLetters, log, QUIET);
  consumer.start();
}

async function atRest(): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const pending = await consumer?.countPending().catch(() => undefined);
    if (pending === 0n) return;
    await sleep(50);
  }
  throw new Error('messages still waited after 20 s');
}

const MANY = Array.from({ length: 16 }, (_, index) => `${index}`);

it('a batch with one message that the database never takes loses that one and no other', async () => {
  const taken = new Set<string>();
  const notes = database.collection('refused');
  await handle(MANY, async (texts) => {
    // Two updates that conflict with each other: no retry makes the server accept them.
    if (texts.includes('7')) await notes.updateOne({ n: 1 }, { $set: { a: 1 }, $inc: { a: 1 } });
    for (const text of texts) taken.add(text);
  });
  await atRest();
  expect([...taken].toSorted()).toEqual(MANY.filter((text) => text !== '7').toSorted());
  const { letters } = await allOf(deadLetters);
  expect(letters.map(({ payload }) => new TextDecoder().decode(payload.buffer))).toEqual(['7']);
  expect(letters[0]?.reason).toContain('conflict');
});

it('a batch for which the server has no time is halved until it fits', async () => {
  const sizes: number[] = [];
  const taken: string[] = [];
  await handle(MANY, async (texts) => {
    sizes.push(texts.length);
    if (texts.length > 4) throw new OutOfTime('it took too long');
    taken.push(...texts);
  });
  await atRest();
  expect(taken.toSorted()).toEqual(MANY.toSorted());
  expect(sizes).toEqual([16, 8, 4, 4, 8, 4, 4]);
  expect(await deadLetters.count()).toBe(0n);
});

it('what fails for a reason in no table is tried so many times with all others, then alone, and is a dead letter', async () => {
  const failing = new MongoServerError({ code: 424_242, message: 'a code of tomorrow' });
  const batches: string[][] = [];
  const handler = {
    name: 'unclear',
    decode: (payload: Uint8Array) => new TextDecoder().decode(payload),
    handle: async (batch: readonly { message: string }[]): Promise<MessageOutcome[]> => {
      batches.push(batch.map(({ message }) => message));
      if (batch.some(({ message }) => message === 'b')) throw failing;
      return batch.map(() => 'done');
    },
  };
  const handling = new Handling(handler, deadLetters, log, QUIET);
  const answers: string[] = [];
  const delivered = (text: string, deliveryCount: number) =>
    ({
      ...{ subject: 'duixian.facts.unclear', data: new TextEncoder().encode(text), info: { deliveryCount } },
      ack: () => void answers.push(`${text} taken`),
      nak: () => void answers.push(`${text} again`),
      term: () => void answers.push(`${text} ended`),
    }) as unknown as JsMsg;
  const { most } = LIMITS.unclearDeliveries;
  await handling.process(['a', 'b', 'c'].map((text) => delivered(text, most - 1)));
  expect(answers).toEqual(['a again', 'b again', 'c again']);
  expect(await deadLetters.count()).toBe(0n);
  await handling.process(['a', 'b', 'c'].map((text) => delivered(text, most)));
  expect(answers.slice(3)).toEqual(['a taken', 'b ended', 'c taken']);
  expect(batches).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  expect((await allOf(deadLetters)).letters.map(({ reason }) => reason)).toEqual(['a code of tomorrow']);
});

it('of all dead letters those that were kept first are taken, so many at once', async () => {
  const { most } = LIMITS.deadLettersAtOnce;
  const deadLetter = {
    subject: 's',
    about: '',
    reason: 'r',
    headers: {},
    payload: new Binary(),
  };
  const letters = Array.from({ length: most + 1 }, (_, at) => ({
    ...deadLetter,
    _id: `${at}`.padStart(24, '0'),
    at: new Date(2_000_000 - at),
  }));
  await deadLetters.collection.insertMany(letters);
  const taken = await deadLetters.idsOf([]);
  expect(taken).toHaveLength(most);
  expect(taken).not.toContain(letters[0]?._id);
});

it('a header that cannot be read breaks nothing, and stands in the dead letter as it came', async () => {
  await handle(
    ['odd'],
    async () => {
      throw new TypeError('nobody can take this');
    },
    { 'ce-subject': '%E0%A4%A' },
  );
  await atRest();
  expect((await allOf(deadLetters)).letters).toMatchObject([
    { about: '%E0%A4%A', reason: 'nobody can take this' },
  ]);
});

it.each(['Nats-Stream', 'Nats-Subject'])('an answer of the server with %s is no event', async (name) => {
  const taken: string[] = [];
  await handle(['injected'], async (texts) => taken.push(...texts), { [name]: 'ORDERS' });
  await atRest();
  expect(taken).toEqual([]);
  const [deadLetter] = (await allOf(deadLetters)).letters;
  expect(deadLetter).toMatchObject({
    origin: 'unbelieved',
    reason: expect.stringContaining('an answer of the NATS server'),
  });
  expect([await deadLetters.count(), await deadLetters.countUnbelieved()]).toEqual([0n, 1]);
});

async function allOf(letters: DeadLetters) {
  return (await letters.list('', 0)) ?? { letters: [] };
}

it('dead letters come oldest first, page by page, whatever arrives meanwhile', async () => {
  const keep = async (text: string, at: number) => {
    const payload = new TextEncoder().encode(text);
    await deadLetters.keep({
      origin: 'believed',
      subject: 's',
      about: text,
      reason: 'r',
      headers: {},
      payload,
    });
    await deadLetters.collection.updateOne({ about: text }, { $set: { at: new Date(at) } });
  };
  const order = ['e', 'a', 'd', 'b', 'c', 'g', 'f'];
  for (const [index, text] of order.entries()) await keep(text, 1_000 + Math.floor(index / 2));
  const first = await deadLetters.list('', 3);
  await keep('late', 5_000);
  const second = await deadLetters.list(first?.next ?? '', 3);
  const third = await deadLetters.list(second?.next ?? '', 3);
  const pages = [first, second, third].map((page) => (page?.letters ?? []).map(({ about }) => about));
  expect(pages.flat().toSorted()).toEqual([...order, 'late'].toSorted());
  const times = [first, second, third].flatMap((page) => page?.letters.map(({ at }) => at.getTime()) ?? []);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
  expect(third?.next).toBe('');
  expect(await deadLetters.oldestAt()).toEqual(new Date(1_000));
  expect(await deadLetters.list('no-cursor', 3)).toBeUndefined();
});
