import { connect } from 'node:net';
import * as api from '@duixian/api';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FastifyInstance, fastify } from 'fastify';
import { answerProblems } from './answer-problems.ts';
import { refuseBeforeRoutes } from './refuse-before-routes.ts';
import { serverOptions } from './server-options.ts';

const TIMES = { headMs: 400, requestMs: 800, lookEveryMs: 50 };
const PATIENCE_MS = 5_000;

let app: FastifyInstance;
let port: number;

beforeAll(async () => {
  app = fastify(serverOptions(TIMES) as object);
  answerProblems(app);
  const routes = [
    { method: 'GET', path: '/things/:id' },
    { method: 'POST', path: '/things' },
    { method: 'GET', path: '/long' },
  ];
  refuseBeforeRoutes(app, routes, async () => {});
  app.get('/things/:id', async ({ params }) => ({ params }));
  app.post('/things', async ({ body }) => ({ body }));
  // An answer that begins and does not end.
  app.get('/long', (_request, reply) => {
    reply.raw.writeHead(200).write('begun');
  });
  port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port);
});
afterAll(() => app.close());

/** The answer to these bytes, until the server ends the connection. */
function answerTo(request: string, then?: { after: string; send: string }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  const socket = connect(port, '127.0.0.1', () => socket.write(request, 'latin1'));
  const timer = setTimeout(() => {
    socket.destroy();
    reject(new Error(`the connection stayed open after: ${text.slice(0, 200)}`));
  }, PATIENCE_MS);
  socket.on('data', (data) => {
    text += data.toString('latin1');
    if (then && text.endsWith(then.after)) socket.write(then.send, 'latin1');
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(timer);
    resolve(text);
  });
  return promise;
}

function read(answer: string): { status: number; head: string; body: string } {
  const end = answer.indexOf('\r\n\r\n');
  const head = answer.slice(0, end);
  return { status: Number(head.split(' ')[1]), head, body: answer.slice(end + 4) };
}

const CLOSE = 'Connection: close\r\n\r\n';
const POST = 'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const SMUGGLED = 'GET /things/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const long = (bytes: number) => 'x'.repeat(bytes);

describe('a request that HTTP itself forbids is a problem, and nothing behind it is heard', () => {
  it.each<[string, number, string]>([
    ['no host', 400, `GET /things/1 HTTP/1.1\r\n${CLOSE}`],
    ['two hosts', 400, `GET /things/1 HTTP/1.1\r\nHost: a\r\nHost: b\r\n${CLOSE}`],
    ['a host in two spellings', 400, `GET /things/1 HTTP/1.1\r\nHost: a\r\nhOST: a\r\n${CLOSE}`],
    ['two subjects', 400, `${POST}ce-subject: A-1\r\nCe-Subject: A-1\r\nContent-Length: 2\r\n${CLOSE}{}`],
    ['two content types', 400, `${POST}Content-Type: text/plain\r\nContent-Length: 2\r\n${CLOSE}{}`],
    [
      'two keys',
      400,
      `GET /things/1 HTTP/1.1\r\nHost: a\r\nAuthorization: a\r\nauthorization: b\r\n${CLOSE}`,
    ],
    ['no host and no such path', 400, `GET /nothing HTTP/1.1\r\n${CLOSE}`],
    ['another expectation', 417, `${POST}Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}`],
    ['an address too long', 414, `GET /things/${long(8_200)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['a query too long', 414, `GET /things/1?${long(8_200)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['an address beyond all headers', 414, `GET /things/${long(20_000)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['a header too long', 431, `GET /things/1 HTTP/1.1\r\nHost: x\r\nX: ${long(20_000)}\r\n${CLOSE}`],
    ['too many headers', 431, `GET /things/1 HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(4_000)}${CLOSE}`],
    [
      'length and chunks',
      400,
      `${POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    [
      'chunks and length',
      400,
      `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['two lengths', 400, `${POST}Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}${SMUGGLED}`],
    ['two equal lengths', 400, `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}${SMUGGLED}`],
    ['a list of lengths', 400, `${POST}Content-Length: 2, 4\r\n\r\n{}${SMUGGLED}`],
    ['a length with a sign', 400, `${POST}Content-Length: +2\r\n\r\n{}${SMUGGLED}`],
    ['a length below zero', 400, `${POST}Content-Length: -2\r\n\r\n{}${SMUGGLED}`],
    ['a length in hex', 400, `${POST}Content-Length: 0x2\r\n\r\n{}${SMUGGLED}`],
    ['a coding in disguise', 400, `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    [
      'chunks that are not last',
      400,
      `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['a blank before the colon', 400, `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`],
    [
      'a folded header',
      400,
      `${POST}Transfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    ],
    ['a line feed alone', 400, `${POST}X: y\nContent-Length: 2\r\n\r\n{}${SMUGGLED}`],
    ['a carriage return alone', 400, `${POST}X: y\rContent-Length: 2\r\n\r\n{}${SMUGGLED}`],
    ['a zero byte in a header', 400, `${POST}X: a\0b\r\nContent-Length: 2\r\n\r\n{}${SMUGGLED}`],
    ['a broken chunk', 400, `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n${SMUGGLED}`],
    ['no method that there is', 400, `BREW /things HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['another protocol', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['HTTP/2', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/9.9', 400, `GET /things/1 HTTP/9.9\r\nHost: x\r\n${CLOSE}`],
    ['a tunnel', 405, `CONNECT example.com:443 HTTP/1.1\r\nHost: example.com\r\n${CLOSE}`],
    ['a method that is not taken', 405, `DELETE /things/1 HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['all of the server', 404, `OPTIONS * HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['an address that is not encoded', 400, `GET /things/%ff HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
  ])('%s: %d', async (_, expected, request) => {
    const answer = await answerTo(request);
    const { status, head, body } = read(answer);
    expect([status, /content-type: ([^\s;]+)/i.exec(head)?.[1]]).toEqual([
      expected,
      'application/problem+json',
    ]);
    expect(api.problemDocument.parse(JSON.parse(body))).toMatchObject({
      type: expect.stringContaining('urn:duixian:problem:'),
      status: expected,
    });
    expect(answer).not.toContain('smuggled');
    if (expected === 405) expect(head).toMatch(/^allow: /im);
  });
});

it('a header that is doubled, and a method that there is not, are named', async () => {
  const doubled = read(await answerTo(`${POST}ce-id: 1\r\nCE-ID: 2\r\nContent-Length: 2\r\n${CLOSE}{}`));
  expect(JSON.parse(doubled.body)).toMatchObject({
    detail: 'There must be one header "CE-ID"; there are several.',
    faults: [{ field: 'ce-id', reason: 'bad-field' }],
  });
  const method = read(await answerTo(`get /things/1 HTTP/1.1\r\nHost: x\r\n${CLOSE}`));
  expect(JSON.parse(method.body).detail).toContain('GET, HEAD or POST, in capitals');
});

it('a header that may be doubled is taken', async () => {
  const request = `GET /things/1 HTTP/1.1\r\nHost: x\r\nAccept: a/b\r\nAccept: c/d\r\n${CLOSE}`;
  expect(read(await answerTo(request)).status).toBe(200);
});

describe('what comes too slowly is cut with 408', () => {
  it.each([
    ['headers', 'GET /things/1 HTTP/1.1\r\nHos'],
    ['a body', `${POST}Content-Length: 10\r\n\r\n{"a"`],
    ['chunks', `${POST}Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n`],
  ])('%s', async (_, request) => {
    const { status, body } = read(await answerTo(request));
    expect([status, api.problemDocument.parse(JSON.parse(body)).type]).toEqual([
      408,
      'urn:duixian:problem:request-timeout',
    ]);
  });

  it('also where a byte comes from time to time', async () => {
    const started = performance.now();
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${POST}Content-Length: 1000\r\n\r\n`));
    const drip = setInterval(() => socket.write(' '), 50);
    socket.on('data', (data) => {
      text += data;
    });
    socket.on('error', () => {});
    await new Promise((resolve) => socket.on('close', resolve));
    clearInterval(drip);
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(read(text).status).toBe(408);
  });
});

it('an answer that has begun is not continued by a refusal', async () => {
  const then = { after: 'begun\r\n', send: 'NONSENSE\r\n\r\n' };
  const answer = await answerTo('GET /long HTTP/1.1\r\nHost: x\r\n\r\n', then);
  expect(answer).toMatch(/^HTTP\/1.1 200 OK/);
  expect(answer.match(/HTTP\/1.1/g)).toHaveLength(1);
});

describe('what HTTP allows is taken', () => {
  it.each<[string, string]>([
    ['a request of HTTP/1.0 without a host', 'GET /things/1 HTTP/1.0\r\n\r\n'],
    ['an address with its host', `GET http://x/things/1 HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['an address of 8,000 bytes', `GET /things/${long(8_000)} HTTP/1.1\r\nHost: x\r\n${CLOSE}`],
    ['chunks', `${POST}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n`],
    [
      'an upgrade, which is passed over',
      `GET /things/1 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
    ],
  ])('%s', async (_, request) => {
    expect(read(await answerTo(request)).status).toBe(200);
  });

  it('a body that waits to be asked for', async () => {
    const request = `${POST}Expect: 100-continue\r\nContent-Length: 2\r\n${CLOSE}`;
    const answer = await answerTo(request, { after: '100 Continue\r\n\r\n', send: '{}' });
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
  });

  it('a question about what could be got, which is answered without it', async () => {
    const { head, body } = read(await answerTo(`HEAD /things/1 HTTP/1.1\r\nHost: x\r\n${CLOSE}`));
    expect([head.split('\r\n')[0], body]).toEqual(['HTTP/1.1 200 OK', '']);
  });
});

it('the limits are those of the table', () => {
  expect(serverOptions()).toMatchObject({
    requestTimeout: LIMITS.requestMs.most,
    http: { maxHeaderSize: LIMITS.headBytes.most, headersTimeout: LIMITS.headMs.most },
  });
});
