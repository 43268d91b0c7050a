import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { headers } from '@nats-io/transport-node';
import { type Logger, pino } from 'pino';
import { connectNats, type Nats } from './connection.ts';
import { migrateStreams } from './operator.ts';
import { NeverTaken } from './publisher.ts';

const STORE_BYTES = 1024 * 1024;
const NOWHERE = 'nats://127.0.0.1:9';
let servers: TestInfrastructure;
let open: Nats[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure({ natsStoreBytes: STORE_BYTES });
});

afterAll(async () => {
  for (const nats of open) await nats.close();
  await servers.stop();
});

function listener(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  return { log: pino({}, { write: (line: string) => void lines.push(line) }), lines };
}

async function connected(urls: string, log: Logger, options = {}): Promise<Nats> {
  const nats = await connectNats(urls, 'streams-test', log, options);
  open = [...open, nats];
  return nats;
}

it('a server whose disk has no more room for streams refuses, drops nothing, and goes on when there is room', async () => {
  const { log, lines } = listener();
  const nats = await connected(servers.nats.url, log);
  const message = { subject: 'duixian.facts.x.y', headers: headers(), payload: new Uint8Array(10_000) };
  const publish = (count: number) => nats.publisher.publish(Array.from({ length: count }, () => message));
  await publish(90);
  const refusal = await publish(90).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ message: expect.stringContaining('insufficient resources') });
  expect(refusal).not.toBeInstanceOf(NeverTaken);
  const ofMany = await publish(100).catch((error: unknown) => error);
  expect(ofMany).toMatchObject({ message: expect.stringContaining('insufficient resources') });
  const { state } = await nats.manager.streams.info('FACTS');
  expect([state.first_seq, state.bytes < 1.1 * STORE_BYTES]).toEqual([1, true]);
  await nats.manager.streams.purge('FACTS');
  await publish(50);
  await nats.manager.streams.purge('FACTS');
  await publish(100);
  expect((await nats.manager.streams.info('FACTS')).state.messages).toBe(100);
  expect(lines.join()).not.toContain('another configuration');
});

it('a stream that stands otherwise is used as it is, and that is told', async () => {
  const { log, lines } = listener();
  await open[0]?.manager.streams.update('FACTS', { max_bytes: 200_000 });
  const nats = await connected(servers.nats.url, log);
  expect(lines.join()).toContain('streams have another configuration');
  const ack = await nats.jetstream.publish('duixian.facts.x.y', 'goes on');
  expect(ack.stream).toBe('FACTS');
  expect((await nats.manager.streams.info('FACTS')).config.max_bytes).toBe(200_000);
});

it('of several servers any is enough, wherever it stands in the list', async () => {
  const { log } = listener();
  for (const urls of [`${NOWHERE},${servers.nats.url}`, `${servers.nats.url},${NOWHERE}`]) {
    const nats = await connected(urls, log);
    expect(nats.isConnected()).toBe(true);
  }
});

it('the operator sees how streams stand otherwise, and brings them to what is declared with all that is in them', async () => {
  const { log } = listener();
  const nats = await connected(servers.nats.url, log);
  const { config, state } = await nats.manager.streams.info('FACTS');
  const older = { ...config, max_age: 600_000_000_000, allow_atomic: false };
  await nats.manager.streams.update('FACTS', older);
  const operator = { servers: servers.nats.url, seed: undefined };
  const [facts, ...others] = await migrateStreams(operator, { plan: true });
  expect(facts).toEqual({
    name: 'FACTS',
    otherwise: [
      'max_age is 600000000000, and declared 259200000000000',
      'allow_atomic is not set, and declared true',
    ],
  });
  expect(others.map(({ otherwise }) => otherwise)).toEqual(others.map(() => []));
  expect((await nats.manager.streams.info('FACTS')).config.allow_atomic).not.toBe(true);

  const brought = await migrateStreams(operator, { plan: false });
  expect(brought.flatMap(({ otherwise }) => otherwise)).toEqual([]);
  const after = await nats.manager.streams.info('FACTS');
  expect(after.state.messages).toBe(state.messages);
  // Settings that were not requested remain.
  expect(after.config).toMatchObject({
    max_bytes: 200_000,
    max_age: 259_200_000_000_000,
    allow_atomic: true,
  });
});
