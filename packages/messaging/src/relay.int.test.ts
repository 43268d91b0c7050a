import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, type Database, transact } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Binary, ObjectId } from 'mongodb';
import { pino } from 'pino';
import { connectNats, type Nats } from './nats/connection.ts';
import { Outbox, type OutboxMessage } from './outbox.ts';
import { Relay } from './relay.ts';

const log = pino({ level: 'silent' });
const SUBJECT = 'duixian.facts.relay-test.thing';
const TOO_MUCH = 1_200_000;
/** Where a test only waits, and no server loses anything. */
const SOON = { syncedAfterMs: 100, abandonedMs: 300 };
let servers: TestInfrastructure;
let database: Database;
let nats: Nats;
let outbox: Outbox;
let relay: Relay;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  database = await connectDatabase(servers.mongo.url, 'duixian_relay_test');
  nats = await connectNats(servers.nats.url, 'relay-test', log);
  outbox = new Outbox(database);
});

afterEach(async () => {
  await relay.stop();
  await outbox.collection.deleteMany({});
  await outbox.deadLetters.collection.deleteMany({});
});

afterAll(async () => {
  await nats.close();
  await database.client.close();
  await servers.stop();
});

function message(about: string, payload = new TextEncoder().encode(about)): OutboxMessage {
  return { subject: SUBJECT, type: 'test', source: 'urn:test', about, payload };
}

/** Leaves a document as a release without limits could have written it. */
async function leave(at: Date, ...messages: OutboxMessage[]): Promise<void> {
  await outbox.collection.insertOne({
    _id: new ObjectId(),
    at,
    count: messages.length,
    messages: messages.map((one) => ({ ...one, payload: new Binary(one.payload) })),
  });
}

async function published(): Promise<string[]> {
  const all: string[] = [];
  for (let seq = 1; ; ) {
    const found = await nats.manager.direct.getMessage('FACTS', { seq, next_by_subj: SUBJECT });
    if (!found) return all;
    all.push(found.string());
    seq = found.seq + 1;
  }
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await holds().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error('it did not happen within 30 s');
}

it('a message that NATS never takes is kept aside, with those behind and beside it published', async () => {
  await leave(new Date(), message('before'));
  await leave(
    new Date(),
    message('beside'),
    message('large', new Uint8Array(TOO_MUCH)),
    message('beside too'),
  );
  await leave(new Date(), message('behind'));
  relay = new Relay(outbox, nats, log, SOON);
  relay.start();
  await eventually(async () => (await published()).includes('behind'));
  expect(new Set(await published())).toEqual(new Set(['before', 'beside', 'beside too', 'behind']));
  const [deadLetter, ...others] = (await outbox.deadLetters.list('', 0))?.letters ?? [];
  expect(others).toEqual([]);
  expect(deadLetter).toMatchObject({ about: 'large', subject: SUBJECT });
  expect(deadLetter?.reason).toContain('NATS does not take it');
  expect(deadLetter?.origin).toBe('unpublished');
  await outbox.deadLetters.keep({
    ...{ origin: 'believed', subject: SUBJECT, about: 'of another', reason: 'a defect', headers: {} },
    payload: new Uint8Array([1]),
  });
  const { deadLetters } = outbox;
  expect([await deadLetters.count(), await deadLetters.countUnpublished()]).toEqual([2n, 1n]);
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
});

it('one impossible message among so many that they go as one batch leaves the others whole', async () => {
  const others = Array.from({ length: 149 }, (_, index) => `of many ${index}`);
  await leave(
    new Date(),
    ...others.slice(0, 70).map((about) => message(about)),
    message('large among many', new Uint8Array(TOO_MUCH)),
    ...others.slice(70).map((about) => message(about)),
  );
  relay = new Relay(outbox, nats, log, SOON);
  relay.start();
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
  const found = new Set(await published());
  expect(others.filter((about) => !found.has(about))).toEqual([]);
  expect(((await outbox.deadLetters.list('', 0))?.letters ?? []).map(({ about }) => about)).toEqual([
    'large among many',
  ]);
});

it('more documents than a sweep takes, for which no stream is there, hold back nothing', async () => {
  const documents = Array.from({ length: LIMITS.sweptDocuments.most + 20 }, () => ({
    _id: new ObjectId(),
    at: new Date(),
    count: 1,
    messages: [{ ...message('nowhere'), subject: 'duixian.nowhere.at', payload: new Binary() }],
  }));
  await outbox.collection.insertMany(documents);
  await leave(new Date(), message('behind all those'));
  relay = new Relay(outbox, nats, log, SOON);
  relay.start();
  await eventually(async () => (await published()).includes('behind all those'));
}, 60_000);

it('a stream that the server lost is made again by whoever speaks on it', async () => {
  await nats.manager.streams.delete('FACTS');
  await leave(new Date(), message('on a lost stream'));
  relay = new Relay(outbox, nats, log, SOON);
  relay.start();
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
  expect(await published()).toEqual(['on a lost stream']);
});

it('a message that would be too large is no part of a transaction', async () => {
  relay = new Relay(outbox, nats, log, SOON);
  const large = message('large', new Uint8Array(LIMITS.messageBytes.most));
  await expect(transact(database, (session) => outbox.add(session, [large]))).rejects.toThrow(/about large/);
  expect(await outbox.collection.countDocuments()).toBe(0);
});

it('what the stream loses after it was acknowledged is published again, though no connection was lost', async () => {
  relay = new Relay(outbox, nats, log);
  relay.start();
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
  const batch = await transact(database, (session) => outbox.add(session, [message('lost')]));
  await relay.publish(batch);
  expect(await published()).toContain('lost');
  // As the only server that stores it would have it after a power cut; others have written to the stream since.
  await sleep(1_500);
  await nats.manager.streams.purge('FACTS');
  await nats.jetstream.publish('duixian.facts.relay-test.other', 'other');
  await eventually(async () => (await published()).includes('lost'));
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
  expect(await published()).toContain('lost');
});

it('a document with a date in the future is published like any other', async () => {
  relay = new Relay(outbox, nats, log, SOON);
  relay.start();
  await eventually(async () => (await outbox.collection.countDocuments()) === 0);
  await leave(new Date(Date.now() + 3_600_000), message('from a clock that is ahead'));
  await eventually(async () => (await published()).includes('from a clock that is ahead'));
});

it('of an outbox that is very full at least so many are counted', async () => {
  relay = new Relay(outbox, nats, log, SOON);
  const documents = Array.from({ length: LIMITS.countedDocuments.most + 1 }, () => ({
    ...{ _id: new ObjectId(), at: new Date(), count: 2, messages: [] },
  }));
  await outbox.collection.insertMany(documents);
  expect(await relay.countUnpublished()).toBe(BigInt(2 * LIMITS.countedDocuments.most));
});
