import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Logger, pino } from 'pino';
import { connectNats, type Nats } from './connection.ts';

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
