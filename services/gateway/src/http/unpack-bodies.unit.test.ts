import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { LIMITS, MIB } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { answerProblems } from './answer-problems.ts';
import { unpackBodies } from './unpack-bodies.ts';

const LIMIT_BYTES = 4 * MIB;
const TEXT = JSON.stringify(Array.from({ length: 5_000 }, (_, at) => ({ id: `contract-${at}`, at })));

let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  app = fastify();
  answerProblems(app);
  unpackBodies(app);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('text/plain', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const handler = async ({ body }: { body: unknown }) => ({ text: String(body) });
  const rawBody = { limitBytes: LIMIT_BYTES, content: {}, packed: ['gzip'] as const };
  app.post('/packed', { bodyLimit: LIMIT_BYTES, config: { rawBody } }, handler);
  app.post('/plain', handler);
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});

afterAll(() => app.close());

async function send(body: Uint8Array, encoding = 'gzip', path = '/packed') {
  const headers = { 'content-type': 'text/plain', 'content-encoding': encoding };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: body as never });
  return {
    status: answer.status,
    taken: answer.headers.get('accept-encoding'),
    body: (await answer.json()) as Record<string, string>,
  };
}

describe('a packed body', () => {
  it.each(['gzip', 'GZIP', ' gzip '])('of %j is unpacked', async (encoding) => {
    expect((await send(gzipSync(TEXT), encoding)).body['text']).toBe(TEXT);
  });

  it('may be of several members, and empty', async () => {
    const both = Buffer.concat([gzipSync(TEXT), gzipSync('[]')]);
    expect((await send(both)).body['text']).toBe(`${TEXT}[]`);
    expect((await send(gzipSync(''))).body['text']).toBe('');
  });

  it.each([1, 9, 10, 200, gzipSync(TEXT).length - 8, gzipSync(TEXT).length - 1])(
    'that is cut after %i bytes is refused, by how much came',
    async (bytes) => {
      const { status, body } = await send(gzipSync(TEXT).subarray(0, bytes));
      expect([status, body['type']]).toEqual([400, 'urn:duixian:problem:gzip-truncated']);
      expect(body['detail']).toContain(`ends after ${bytes} bytes`);
    },
  );

  it.each([
    ['is plain', Buffer.from(TEXT), /incorrect header check/],
    ['is damaged', damaged(gzipSync(TEXT)), /cannot be unpacked/],
    ['has something behind it', Buffer.concat([gzipSync('[]'), Buffer.from('more')]), /cannot be unpacked/],
  ])('that %s is refused, and how it would be right', async (_, bytes, what) => {
    const { status, body } = await send(bytes);
    expect([status, body['type'], body['detail']]).toEqual([
      400,
      'urn:duixian:problem:not-gzip',
      expect.stringMatching(what),
    ]);
    expect(body['detail']).toContain('leave Content-Encoding out');
  });

  it('that holds more than is taken is refused while it is unpacked', async () => {
    const { status, body } = await send(gzipSync(Buffer.alloc(LIMIT_BYTES + 1, TEXT)));
    expect([status, body['detail']]).toEqual([413, expect.stringContaining('more than 4096 KiB')]);
  });

  it('that holds far more than it is long is refused, however little that is', async () => {
    const { status, body } = await send(gzipSync(Buffer.alloc(2 * MIB)));
    const times = `more than ${LIMITS.unpackedRatio.most} times its size`;
    expect([status, body['detail']]).toEqual([413, expect.stringContaining(times)]);
  });

  it('that is a bomb is refused at once, and little of it is held', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * MIB));
    const before = process.memoryUsage().rss;
    expect((await send(bomb)).status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * MIB);
  });

  it.each([
    ['br', '/packed', 'gzip, identity'],
    ['gzip, gzip', '/packed', 'gzip, identity'],
    ['gzip', '/plain', 'identity'],
  ])('of %s at %s hears what is taken', async (encoding, path, taken) => {
    const answer = await send(gzipSync(TEXT), encoding, path);
    expect([answer.status, answer.taken]).toEqual([415, taken]);
  });
});

function damaged(bytes: Buffer): Buffer {
  bytes.fill(0xff, 100, 200);
  return bytes;
}
