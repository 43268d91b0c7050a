import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Logger, pino } from 'pino';
import { connectNats, type Nats } from './connection.ts';
import { migrateStreams } from './operator.ts';

const NOWHERE = 'nats://127.0.0.1:9';
let servers: TestInfrastructure;
let open: Nats[] = [];

beforeAll(async () => {
  servers = await startTestInfrastructure();
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

it('a stream has the most bytes that are set, and drops its oldest', async () => {
  const { log, lines } = listener();
  const nats = await connected(servers.nats.url, log, { maxBytes: 200_000 });
  const text = 'x'.repeat(10_000);
  for (let index = 0; index < 40; index++) await nats.jetstream.publish('duixian.facts.x.y', text);
  const { state } = await nats.manager.streams.info('FACTS');
  expect(state.bytes).toBeLessThanOrEqual(200_000);
  expect(state.first_seq).toBeGreaterThan(1);
  expect(lines.join()).not.toContain('another configuration');
});

it('a stream that stands otherwise is used as it is, and that is told', async () => {
  const { log, lines } = listener();
  const nats = await connected(servers.nats.url, log, { maxBytes: 300_000 });
  expect(lines.join()).toContain('streams stand with another configuration');
  const ack = await nats.jetstream.publish('duixian.facts.x.y', 'goes on');
  expect(ack.stream).toBe('FACTS');
  expect((await nats.manager.streams.info('FACTS')).config.max_bytes).toBe(200_000);
});

it('of several servers any is enough, wherever it stands in the list', async () => {
  const { log } = listener();
  for (const urls of [`${NOWHERE},${servers.nats.url}`, `${servers.nats.url},${NOWHERE}`]) {
    const nats = await connected(urls, log, { maxBytes: 200_000 });
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
  const limits = await migrateStreams(operator, { plan: true, maxBytes: 400_000 });
  expect(limits[0]?.otherwise).toContain('max_bytes is 200000, and declared 400000');
  expect((await nats.manager.streams.info('FACTS')).config.allow_atomic).not.toBe(true);

  const brought = await migrateStreams(operator, { plan: false });
  expect(brought.flatMap(({ otherwise }) => otherwise)).toEqual([]);
  const after = await nats.manager.streams.info('FACTS');
  expect(after.state.messages).toBe(state.messages);
  // What was not asked for stays.
  expect(after.config).toMatchObject({
    max_bytes: 200_000,
    max_age: 259_200_000_000_000,
    allow_atomic: true,
  });
});
