import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { LIMITS } from '@duixian/values';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { z } from 'zod';
import { answerProblems } from './answer-problems.ts';
import { checkRequest } from './check-request.ts';
import { Download, endpoint } from './endpoint.ts';
import { ExportPlaces } from './export-places.ts';
import { Problem } from './problem.ts';
import { serveEndpoint } from './serve-endpoint.ts';
import { serverOptions } from './server-options.ts';
import { traceRequests } from './trace-request.ts';

const OFTEN = 3 * LIMITS.exportsAtOnce.most;

let app: FastifyInstance;
let port: number;
let sockets: Socket[] = [];
let firsts: (() => void)[] = [];
let entered = 0;
/** How long a request is delayed before its handler. */
let delayMs = 0;
let streams: Readable[] = [];

const about = { access: 'open', tag: 'Facts', summary: 's', summaryZh: '事' } as const;
const file = { ...about, method: 'GET', answer: z.string(), files: ['text/plain'] } as const;

/** Later requests on the same connection wait for this one. */
const first = endpoint({ ...about, method: 'GET', path: '/first', answer: z.object({}) }, async () => {
  await new Promise<void>((resolve) => firsts.push(resolve));
  return {};
});

const refused = endpoint({ ...file, path: '/refused' }, async () => {
  entered += 1;
  await pause(20);
  throw new Problem('not-found', 'There is none.');
});

const endless = endpoint({ ...file, path: '/endless' }, async () => {
  entered += 1;
  await pause(20);
  const content = new Readable({ read: () => setImmediate(() => content.push('x'.repeat(1_000))) });
  streams.push(content);
  return new Download('text/plain', 'a.txt', content);
});

beforeEach(async () => {
  [firsts, streams, sockets, entered, delayMs] = [[], [], [], 0, 0];
  app = fastify(serverOptions() as object);
  answerProblems(app);
  app.setValidatorCompiler(checkRequest as never);
  app.setSerializerCompiler(() => JSON.stringify);
  app.decorateRequest('apiKey', null);
  traceRequests(app);
  const counter = { limit: () => pause(delayMs), exports: new ExportPlaces() };
  for (const one of [first, refused, endless]) serveEndpoint(app, one, counter as never);
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});

afterEach(async () => {
  for (const go of firsts) go();
  for (const socket of sockets) socket.destroy();
  await app.close();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

async function write(text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

async function until(what: () => boolean): Promise<void> {
  for (const since = performance.now(); !what(); await pause(5))
    if (performance.now() - since > 3_000) throw new Error(`it did not come: ${what}`);
}

/** The status that another client gets for a file now. */
async function statusOf(path: string): Promise<number> {
  const socket = await write(get(path));
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return Number(String(answer).split(' ')[1]);
}

it.each(['/refused', '/endless'])(
  '%s behind another answer keeps no place when its connection is gone',
  async (path) => {
    for (let time = 1; time <= OFTEN; time += 1) {
      const socket = await write(get('/first') + get(path));
      await until(() => entered === time);
      // Before the answer exists, or while it waits for the first one.
      if (time % 2 === 0) await pause(60);
      socket.resetAndDestroy();
      await until(() => sockets.every(({ destroyed }) => destroyed));
      await pause(40);
    }
    expect(streams.filter(({ destroyed }) => !destroyed)).toEqual([]);
    expect(await statusOf('/refused')).toBe(404);
    expect(await statusOf('/endless')).toBe(200);
  },
  20_000,
);

it('a file that is refused keeps no place while it waits for the answer before it', async () => {
  for (let time = 1; time <= OFTEN; time += 1) {
    await write(get('/first') + get('/refused'));
    await until(() => entered === time);
    await pause(40);
  }
  expect(await statusOf('/refused')).toBe(404);
});

it.each(['/refused', '/endless'])(
  '%s keeps no place for who is gone before it is looked at',
  async (path) => {
    delayMs = 20;
    for (let time = 1; time <= OFTEN; time += 1) {
      (await write(get(path))).resetAndDestroy();
      await until(() => entered === time);
    }
    await pause(60);
    delayMs = 0;
    expect(streams.filter(({ destroyed }) => !destroyed)).toEqual([]);
    expect(await statusOf('/endless')).toBe(200);
  },
);

it('a file that is read keeps its place', async () => {
  for (let time = 1; time <= LIMITS.exportsPerKey.most; time += 1)
    await once(await write(get('/endless')), 'data');
  expect(await statusOf('/endless')).toBe(429);
  sockets[0]?.destroy();
  await until(() => streams.some(({ destroyed }) => destroyed));
  await pause(20);
  expect(await statusOf('/endless')).toBe(200);
});
