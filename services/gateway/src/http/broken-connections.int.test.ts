import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { LIMITS } from '@duixian/values';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { answerHalfClosed } from './answer-half-closed.ts';
import { answerProblems } from './answer-problems.ts';
import { closeInTime } from './close-in-time.ts';
import { cutIdleReaders } from './cut-idle-readers.ts';
import { refuseBeforeRoutes } from './refuse-before-routes.ts';
import { serverOptions } from './server-options.ts';

const OFTEN = 200;
const IDLE_MS = 400;
const MIB = 1024 * 1024;
/** More than the kernel buffers for a client that reads nothing. */
const MUCH = Buffer.alloc(64 * MIB);
const TUNNEL = 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n\r\n';

let app: FastifyInstance;
let port: number;
let sockets: Socket[] = [];
let answerLater: () => void;

beforeEach(async () => {
  app = fastify({ ...serverOptions(), forceCloseConnections: 'idle', return503OnClosing: false } as object);
  answerProblems(app);
  answerHalfClosed(app);
  closeInTime(app);
  cutIdleReaders(app, IDLE_MS);
  const later = new Promise<void>((resolve) => {
    answerLater = resolve;
  });
  const routes = ['/later', '/much', '/stream'].map((path) => ({ method: 'GET', path }));
  refuseBeforeRoutes(app, routes, async () => {});
  app.get('/later', () => later.then(() => ({})));
  app.get('/much', (_request, reply) => reply.send(MUCH));
  // The whole stream is in memory at once, so the source is not asked for more.
  app.get('/stream', (_request, reply) => reply.send(Readable.from([MUCH], { objectMode: false })));
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await app.close();
});

/** A client that writes and never ends by itself. */
async function write(text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

function openConnections(): Promise<number> {
  return new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));
}

async function untilNoneIsOpen(withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  while ((await openConnections()) > 0) {
    if (performance.now() > until) throw new Error(`${await openConnections()} connections stay open`);
    await pause(20);
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each([
  ['a tunnel', TUNNEL],
  ['a tunnel into which much is sent', TUNNEL + 'x'.repeat(300_000)],
  ['a tunnel behind a request under way', `GET /later HTTP/1.1\r\nHost: x\r\n\r\n${TUNNEL}`],
  ['no HTTP', 'NONSENSE\r\n\r\n'],
  ['another expectation', 'GET /later HTTP/1.1\r\nHost: x\r\nExpect: a-miracle\r\n\r\n'],
  ['an upgrade', 'GET /later HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
])('%s', (_, text) => {
  // An unhandled error fails the test that runs.
  it('whose client resets the connection harms nobody', async () => {
    for (let time = 0; time < OFTEN; time += 1) {
      const socket = await write(text);
      if (time % 2 === 0) await pause(0);
      socket.resetAndDestroy();
    }
    answerLater();
    await untilNoneIsOpen(1_000);
    await pause(50);
  });

  it('whose client never ends holds neither a connection nor the end of the gateway', async () => {
    for (let time = 0; time < 20; time += 1) (await write(text)).resume();
    await pause(50);
    const started = performance.now();
    answerLater();
    await app.close();
    expect(performance.now() - started).toBeLessThan(LIMITS.refusedMs.most + 1_000);
  });
});

it('who was refused is told why, and then cut off', async () => {
  const socket = await write(TUNNEL);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('405 Method Not Allowed');
  await untilNoneIsOpen(LIMITS.refusedMs.most + 1_000);
});

describe('who has closed the own half', () => {
  it('is answered, and then the connection ends', async () => {
    const socket = await write('GET /later HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2));
    socket.end();
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
    });
    await pause(100);
    answerLater();
    await once(socket, 'end');
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    await untilNoneIsOpen(1_000);
  });

  it.each([
    ['before anything was asked', ''],
    ['in the middle of a request', 'GET /later HTTP/1.1\r\nHos'],
    ['in the middle of a body', 'POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{'],
  ])('%s holds no connection', async (_, text) => {
    const socket = await write(text);
    socket.resume().end();
    await untilNoneIsOpen(LIMITS.refusedMs.most + 1_000);
  });
});

describe.each(['/much', '/stream'])('%s', (path) => {
  const ask = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

  it('whose reader takes nothing more is cut, though nothing is left to make', async () => {
    const socket = await write(ask);
    await once(socket, 'readable');
    await untilNoneIsOpen(5 * IDLE_MS);
  });

  it('whose reader only goes on to send is cut as well', async () => {
    const started = performance.now();
    const socket = await write(`${ask}GET /`);
    const drip = setInterval(() => socket.write('x'), IDLE_MS / 10);
    await untilNoneIsOpen(5 * IDLE_MS).finally(() => clearInterval(drip));
    expect(performance.now() - started).toBeGreaterThan(IDLE_MS);
  });

  it('whose reader is slow but goes on is whole', async () => {
    const socket = await write(ask.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    let bytes = 0;
    for await (const chunk of socket) {
      bytes += (chunk as Buffer).length;
      if (bytes % 7 === 0) await pause(5);
      if (bytes < 40 * MIB) await pause(1);
    }
    expect(bytes).toBeGreaterThan(MUCH.length);
  });
});

it('a connection that idles between requests, or waits for its answer, is not cut', async () => {
  const idle = await write('GET /none HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(idle, 'data');
  const waiting = await write('GET /later HTTP/1.1\r\nHost: x\r\n\r\n');
  await pause(3 * IDLE_MS);
  expect(await openConnections()).toBe(2);
  answerLater();
  await once(waiting, 'data');
});
