import { transact } from '@duixian/runtime';
import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { MemoryNats } from '@duixian/testing/memory-nats';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import { openNats } from './nats/connection.ts';
import { Outbox } from './outbox.ts';
import { Relay } from './relay.ts';

const link = { enter: async () => {} };
const log = pino({ level: 'silent' });
/** The outbox is swept, and marked, at most a second after a publication. */
const BEFORE_ITS_MARK_MS = 100;
const AWAY_MS = 6_000;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});
afterEach(() => {
  jest.useRealTimers();
});

it('publishes again what a server acknowledged and lost before anything could be marked behind it', async () => {
  const database = new MemoryMongo().connect('duixian_relay_test', link);
  const server = new MemoryNats();
  const nats = await openNats(server.connect(link).clients, 'relay-test', log);
  const outbox = new Outbox(database);
  const relay = new Relay(outbox, nats, log);
  relay.start();
  try {
    const message = {
      subject: 'duixian.facts.x.y',
      type: 't',
      source: 's',
      about: 'a',
      payload: Buffer.from('1'),
    };
    const batch = await transact(database, (session) => outbox.add(session, [message]));
    await relay.publish(batch);
    const stored = () => server.stream('FACTS').newestOf(message.subject);
    expect(stored()).toBeDefined();
    await passes(BEFORE_ITS_MARK_MS);
    server.cutPower(AWAY_MS);
    expect(stored()).toBeUndefined();
    await until(() => stored() !== undefined);
    await until(async () => (await outbox.collection.countDocuments()) === 0);
    expect(stored()).toBeDefined();
  } finally {
    await relay.stop();
  }
});

it('at rest looks seldom, and yet finds in time what another process left behind', async () => {
  const mongo = new MemoryMongo();
  const server = new MemoryNats();
  const nats = await openNats(server.connect(link).clients, 'relay-test', log);
  const outbox = new Outbox(mongo.connect('duixian_relay_test', link));
  const relay = new Relay(outbox, nats, log);
  const looks = jest.spyOn(outbox.collection, 'find');
  const stored = () => server.stream('FACTS').newestOf('duixian.facts.x.y');
  relay.start();
  try {
    await passes(60_000);
    expect(looks.mock.calls.length).toBeLessThan(20);
    const database = mongo.connect('duixian_relay_test', link);
    const message = {
      ...{ subject: 'duixian.facts.x.y', type: 't', source: 's', about: 'a' },
      payload: Buffer.from('1'),
    };
    await transact(database, (session) => new Outbox(database).add(session, [message]));
    // A live process may need so long to publish it itself.
    await passes(7_000);
    expect(stored()).toBeUndefined();
    await passes(5_000);
    expect(stored()).toBeDefined();
    await passes(5_000);
    expect(await outbox.collection.countDocuments()).toBe(0);
  } finally {
    await relay.stop();
  }
});

/** What a step waits for takes turns of the event loop, but no time. */
async function passes(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await jest.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 250; !(await isSo()); left -= 1) {
    if (left === 0) throw new Error('it did not come about within 25 s');
    await passes(100);
  }
}
