import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats } from '@duixian/messaging';
import { LIMITS } from '@duixian/values';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';

const NAME = 'service-test';
/** A service that consumes messages; it never finishes with `for ever`. */
const PROGRAM = `
  import { runService } from '@duixian/service';
  await runService({
    name: '${NAME}',
    configuration: {},
    start: async () => {
      for (let left = Number(process.env.OPENS_AFTER_S ?? 0); left > 0; left -= 1)
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      return {
      grpc: [],
      kinds: [],
      consumers: [{
        name: '${NAME}',
        stream: 'FACTS',
        subjects: ['duixian.facts.${NAME}.thing'],
        batchSize: 10,
        decode: (payload) => new TextDecoder().decode(payload),
        handle: async (batch) => {
          console.log('took a message');
          if (process.env.HANGS) await new Promise(() => {});
          return batch.map(() => 'done');
        },
      }],
    }; },
  });
`;

let servers: TestInfrastructure;
let running: { child: ChildProcess; output: string[] } | undefined;

beforeAll(async () => {
  servers = await startTestInfrastructure();
});

afterEach(() => {
  running?.child.kill('SIGKILL');
  running = undefined;
});

afterAll(async () => {
  await servers.stop();
});

function start(environment: Record<string, string> = {}): { child: ChildProcess; output: string[] } {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      ENVIRONMENT: 'development',
      MONGO_URL: servers.mongo.url,
      NATS_URL: servers.nats.url,
      ...environment,
    },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  running = { child, output };
  return running;
}

async function write(text: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if (running?.output.join('').includes(text)) return;
    await sleep(50);
  }
  throw new Error(`it did not say "${text}": ${running?.output.join('')}`);
}

/** Its exit code, and how long it took to end. */
async function ended(child: ChildProcess): Promise<{ code: unknown; ms: number }> {
  const since = performance.now();
  const [code] = (await once(child, 'exit')) as unknown[];
  return { code, ms: performance.now() - since };
}

it('ends at once and well when nothing is under way', async () => {
  const { child } = start();
  await write('listening');
  child.kill('SIGTERM');
  const { code, ms } = await ended(child);
  expect(code).toBe(0);
  expect(ms).toBeLessThan(LIMITS.stopMs.most);
}, 60_000);

it('ends in time, and says so, though its work does not', async () => {
  const { child } = start({ HANGS: 'yes' });
  await write('listening');
  const nats = await connectNats(servers.nats.url, 'asker', pino({ level: 'silent' }));
  await nats.jetstream.publish(`duixian.facts.${NAME}.thing`, 'for ever');
  await write('took a message');
  child.kill('SIGTERM');
  const { code, ms } = await ended(child);
  await nats.close();
  expect(code).toBe(1);
  expect(ms).toBeLessThan(LIMITS.stopMs.most + 3_000);
  expect(running?.output.join('')).toContain('the orderly shutdown took too long');
}, 60_000);

it('lives, and is not ready, while it opens; however long a register reads back', async () => {
  const OPS_ADDRESS = `127.0.0.1:${await freePort()}`;
  const { child } = start({ OPS_ADDRESS, OPENS_AFTER_S: '3' });
  const asked = async (path: string) => {
    const answer = await fetch(`http://${OPS_ADDRESS}${path}`).catch(() => undefined);
    return [answer?.status, await answer?.json()];
  };
  for (let attempt = 0; (await asked('/healthz'))[0] === undefined && attempt < 2_000; attempt++)
    await sleep(20);
  expect(await asked('/healthz')).toEqual([200, { status: 'ok' }]);
  expect(await asked('/readyz')).toEqual([503, { status: 'not ready', reasons: ['it is still starting'] }]);
  await write('listening');
  expect(await asked('/readyz')).toEqual([200, { status: 'ready', reasons: [] }]);
  child.kill('SIGTERM');
  expect(await ended(child)).toMatchObject({ code: 0 });
}, 60_000);

it('waits for a database that is away at its start, and can be stopped meanwhile', async () => {
  await servers.mongo.kill();
  const { child } = start();
  await write('MongoDB does not answer yet');
  child.kill('SIGTERM');
  expect(await ended(child)).toMatchObject({ code: 0 });
  start();
  await write('MongoDB does not answer yet');
  await servers.mongo.start();
  await write('listening');
}, 90_000);

it('does not start where it would talk to another machine in the clear', async () => {
  const { child } = start({ ENVIRONMENT: 'production', NATS_URL: 'nats://nats.example:4222' });
  expect(await ended(child)).toMatchObject({ code: 2 });
  expect(running?.output.join('')).toContain('NATS_URL: nats.example is not on this machine');
});
