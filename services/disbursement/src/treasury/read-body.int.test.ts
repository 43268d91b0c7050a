import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Secret } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newOrder } from '../orders/domain/order.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { TreasuryClient } from './treasury-client.ts';

const MIB = 1_048_576;
const NOW = new Date('2026-03-02T00:00:00Z');
let treasury: Server;
let client: TreasuryClient;
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  treasury = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(treasury, 'listening');
  const { port } = treasury.address() as AddressInfo;
  client = new TreasuryClient(
    `http://127.0.0.1:${port}`,
    new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
  );
});

afterAll(() => {
  treasury.closeAllConnections();
  treasury.close();
});

function push() {
  const { id: _id, ...rest } = newOrder(
    {
      ...{ id: 'E-2019-sharing-1', fiscalYear: 2026, uscc: 'E', name: 'E', payee: null, remark: '' },
      ...{ run: '', replaces: '', lines: [{ year: 2019, group: 'sharing', fen: 1n }] },
    },
    DEFAULT_PROGRAMME,
    { now: NOW },
  );
  const document = { _id, ...rest, version: 1, shape: 2, sequence: 1n, attempts: 0, nextAttemptAt: NOW };
  return client.push([document], undefined);
}

const taken = JSON.stringify({ orders: [{ id: 'E-2019-sharing-1', status: 'accepted' }] });
const packed = (encoding: string, body: Buffer) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-encoding': encoding }).end(body);

it('reads an answer, packed or not', async () => {
  const outcome = { answers: [{ id: 'E-2019-sharing-1', status: 'accepted', reason: '' }] };
  answer = (response) => response.end(taken);
  expect(await push()).toEqual(outcome);
  answer = packed('gzip', gzipSync(taken));
  expect(await push()).toEqual(outcome);
});

it.each([
  ['gzip', gzipSync(Buffer.alloc(300 * MIB, ' '))],
  ['br', brotliCompressSync(Buffer.alloc(300 * MIB, ' '))],
])(
  'an answer that is small in %s and unpacks to 300 MiB is a fault of the channel',
  async (encoding, body) => {
    expect(body.length).toBeLessThan(MIB);
    answer = packed(encoding, body);
    const before = process.memoryUsage().rss;
    expect(await push()).toEqual({ outage: '200, with an answer of more than 1 MiB' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  },
);

it.each([200, 422, 503])('one without end, with %d, is one too', async (status) => {
  answer = (response) => {
    response.writeHead(status);
    const more = () => {
      while (response.write(Buffer.alloc(65_536, 'x')));
    };
    response.on('drain', more);
    more();
  };
  expect(await push()).toEqual({ outage: `${status}, with an answer of more than 1 MiB` });
});

it('one that comes a byte a second ends with the time of the request', async () => {
  answer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(' '), 500);
    response.on('close', () => clearInterval(timer));
  };
  const since = performance.now();
  expect(await push()).toEqual({ outage: expect.stringContaining('timeout') });
  expect(performance.now() - since).toBeLessThan(LIMITS.treasuryAnswerMs.most + 2_000);
}, 20_000);
