import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { connectNats, type Nats } from './connection.ts';
import { readBack, type StreamPosition } from './read-back.ts';

const log = pino({ level: 'silent' });
const SERVICE = 'institutions';
const SUBJECT = `duixian.facts.${SERVICE}.party`;
const CONSUMER = `${SERVICE}-readback`;
const MANY = 1_200;

let servers: TestInfrastructure;
let nats: Nats;

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, SERVICE, log);
});

afterAll(async () => {
  await nats.close();
  await servers.stop();
});

beforeEach(async () => {
  await recreate();
});

async function recreate(): Promise<void> {
  await nats.manager.streams.delete('FACTS');
  await nats.ensureStreams();
}

async function publish(texts: readonly string[]): Promise<void> {
  // Messages of other services and storage marks do not belong to it.
  await nats.jetstream.publish('duixian.facts.contracts.contract', 'of another');
  for (let at = 0; at < texts.length; at += 100)
    await Promise.all(texts.slice(at, at + 100).map((text) => nats.jetstream.publish(SUBJECT, text)));
  await nats.jetstream.publish(`duixian.facts.${SERVICE}.mark.p.0`, '');
}

function numbered(name: string, count = MANY): string[] {
  return Array.from({ length: count }, (_, at) => `${name}-${at}`);
}

/** A reader that processes each page and stores its position. */
function reading(from?: StreamPosition) {
  const seen: string[] = [];
  const state = { seen, position: from };
  const pages = readBack(nats, SERVICE, log)(async () => state.position);
  const next = async (
    iterator: AsyncIterator<{ payloads: readonly Uint8Array[]; position: StreamPosition }>,
  ) => {
    const { done, value } = await iterator.next();
    if (done) return false;
    seen.push(...value.payloads.map((payload: Uint8Array) => new TextDecoder().decode(payload)));
    state.position = value.position;
    return true;
  };
  const iterator = pages[Symbol.asyncIterator]();
  const toTheEnd = async () => {
    while (await next(iterator));
  };
  return { state, once: () => next(iterator), toTheEnd };
}

it('reads its own in their order, and then only what is behind a position', async () => {
  await publish(numbered('a'));
  const first = reading();
  await first.toTheEnd();
  expect(new Set(first.state.seen)).toEqual(new Set(numbered('a')));
  expect(first.state.seen).toHaveLength(MANY);
  const none = reading(first.state.position);
  await none.toTheEnd();
  expect(none.state.seen).toEqual([]);
  await publish(['b']);
  const second = reading(first.state.position);
  await second.toTheEnd();
  expect(second.state.seen).toEqual(['b']);
});

it('reads all of a stream that was made again, though it is longer than the one before', async () => {
  await publish(numbered('a', 10));
  const first = reading();
  await first.toTheEnd();
  await recreate();
  await publish(numbered('b', 30));
  const second = reading(first.state.position);
  await second.toTheEnd();
  expect(second.state.seen).toHaveLength(30);
  // The same for a stream that is shorter.
  await recreate();
  await publish(numbered('c', 3));
  const third = reading(second.state.position);
  await third.toTheEnd();
  expect(third.state.seen).toHaveLength(3);
});

it('one who comes while another reads waits for as long as that takes', async () => {
  await publish(numbered('a'));
  const [one, two] = [reading(), reading()];
  await one.once();
  let isDone = false;
  const waiting = two.toTheEnd().then(() => {
    isDone = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect([isDone, two.state.seen.length]).toEqual([false, 0]);
  await one.toTheEnd();
  await waiting;
  expect([one.state.seen.length, two.state.seen.length]).toEqual([MANY, MANY]);
}, 30_000);

it('two that meet in one consumer both read everything', async () => {
  await publish(numbered('a'));
  const [one, two] = [reading(), reading()];
  await one.once();
  // As the server does with a consumer that was idle for long.
  await nats.manager.consumers.delete('FACTS', CONSUMER);
  await two.once();
  await Promise.all([one.toTheEnd(), two.toTheEnd()]);
  for (const { state } of [one, two]) {
    expect(new Set(state.seen).size).toBe(MANY);
    expect(state.seen).toHaveLength(MANY);
  }
}, 60_000);
