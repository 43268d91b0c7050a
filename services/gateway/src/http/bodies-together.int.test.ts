import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS, MIB } from '@duixian/values';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { keyOf } from '../access/key.ts';
import { answerProblems } from './answer-problems.ts';
import { limitBodies, whileHeld } from './bodies-together.ts';

const BODY_BYTES = 8 * MIB;
/** For one key. The bytes that every body may have add up to less than one more body. */
const MOST = LIMITS.bodiesOfKeyBytes.most / BODY_BYTES;

let app: FastifyInstance;
let port: number;
let sockets: Socket[] = [];
let answer: () => void;
/** Counted on the server: a client only knows what its own kernel took. */
let seen: { bytes: number; working: number; brokenOff: number };

beforeEach(async () => {
  app = fastify({ bodyLimit: 16 * MIB, forceCloseConnections: true });
  answerProblems(app);
  app.decorateRequest('apiKey', null);
  app.addHook('onRequest', async (request) => {
    request.apiKey = keyOf({ id: String(request.headers['x-key']), person: 'li', isMachine: false }, []);
  });
  limitBodies(app);
  const own = { bytes: 0, working: 0, brokenOff: 0 };
  seen = own;
  app.addHook('preParsing', async ({ raw }, reply, payload) => {
    payload.on('data', (chunk: Buffer) => {
      own.bytes += chunk.length;
    });
    reply.raw.once('close', () => {
      if (!raw.complete || !reply.raw.writableFinished) own.brokenOff += 1;
    });
    return payload;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/plain', { parseAs: 'buffer' }, async (_: unknown, body: Buffer) => body);
  const later = new Promise<void>((resolve) => {
    answer = resolve;
  });
  app.post('/later', (request) => {
    own.working += 1;
    return whileHeld(request, () => later.then(() => ({})));
  });
  app.post('/now', async ({ body }) => ({ bytes: (body as Buffer).length }));
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});

afterEach(async () => {
  answer();
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await app.close();
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

/** A client whose Content-Length announces one byte more than it sends. */
async function send(key: string, path: string, body: Buffer, type = 'text/plain'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => {});
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Key: ${key}\r\nContent-Type: ${type}\r\n`;
  const bytes = seen.bytes + body.length;
  socket.write(`${head}Content-Length: ${body.length + 1}\r\n\r\n`);
  socket.write(body);
  await until(() => seen.bytes >= bytes);
  return socket;
}

async function post(key: string, bytes: number): Promise<Response> {
  const headers = { 'content-type': 'text/plain', 'x-key': key };
  return fetch(`http://127.0.0.1:${port}/now`, { method: 'POST', headers, body: Buffer.alloc(bytes) });
}

const BODY = Buffer.alloc(BODY_BYTES);

it('bodies that stall are limited by key, and small ones are taken beside them', async () => {
  for (let time = 0; time < MOST; time += 1) await send('a', '/now', BODY);
  const refused = await post('a', BODY_BYTES);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
  expect(await refused.text()).toContain('more than 32 MiB together');
  expect((await post('a', 60_000)).status).toBe(200);
  expect((await post('b', BODY_BYTES)).status).toBe(200);
});

it('of all keys they are limited as well', async () => {
  for (const key of ['a', 'b']) for (let time = 0; time < MOST; time += 1) await send(key, '/now', BODY);
  const refused = await post('c', BODY_BYTES);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await post('c', 60_000)).status).toBe(200);
});

it('who breaks off, or is answered, makes room', async () => {
  for (let time = 0; time < 3 * MOST; time += 1) {
    const socket = await send('a', '/now', BODY);
    socket.destroy();
    await until(() => seen.brokenOff === time + 1);
    expect((await post('a', BODY_BYTES)).status).toBe(200);
  }
});

it('a body on which somebody works is held though its client has gone', async () => {
  for (let time = 0; time < MOST; time += 1) {
    const socket = await send('a', '/later', BODY);
    socket.write('x');
    await until(() => seen.working === time + 1);
    socket.destroy();
    await until(() => seen.brokenOff === time + 1);
  }
  expect((await post('a', BODY_BYTES)).status).toBe(429);
  answer();
  await pause(50);
  expect((await post('a', BODY_BYTES)).status).toBe(200);
});

it('pieces count, however small they are', async () => {
  const headers = { 'content-type': 'text/plain', 'x-key': 'a', 'transfer-encoding': 'chunked' };
  const pieces = Buffer.from('1\r\nx\r\n'.repeat(200_000));
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`POST /now HTTP/1.1\r\nHost: x\r\n${head.join('')}\r\n`);
  socket.write(pieces);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('429 Too Many Requests');
});

it('a body that nobody reads is answered, however large', async () => {
  const socket = await send('a', '/now', Buffer.alloc(BODY_BYTES), 'text/csv');
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toContain('415 Unsupported Media Type');
});
