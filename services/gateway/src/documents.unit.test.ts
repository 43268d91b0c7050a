import { once } from 'node:events';
import { get as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { disbursementV1, recoveriesV1, runsV1 } from '@duixian/proto';
import { createLogger, RpcError, rpcStatus, streaming } from '@duixian/runtime';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { keyringOf } from './access/keyring-for-tests.ts';
import { buildGateway } from './gateway.ts';
import { connectServices, type Services } from './services.ts';

// Files that disbursement writes: their bytes pass through, and what it refuses becomes a problem.
const AWAY = '127.0.0.1:1';
const BYTES = [Buffer.from('公示'), Buffer.alloc(70_000, 1), Buffer.from('完')];

/** What was asked for, and how far the last file was written. */
let asked: object[] = [];
let written = { pieces: 0, isOver: false };
/** What comes instead of the piece of this number. */
let failure: { readonly at: number; readonly error: Error } | undefined;
let isEndless = false;

let server: Server;
let services: Services;
let gateway: FastifyInstance;

const writing = streaming(async function* (request: object) {
  asked.push(request);
  const own = { pieces: 0, isOver: false };
  written = own;
  try {
    for (let at = 0; isEndless || at < BYTES.length; at += 1) {
      if (failure?.at === at) throw failure.error;
      own.pieces += 1;
      yield { piece: BYTES[isEndless ? 1 : at] };
    }
  } finally {
    own.isOver = true;
  }
});

async function startService(): Promise<string> {
  server = new Server();
  const runs = { writePublication: writing, writeArchive: writing };
  server.addService(runsV1.RunServiceService, runs as never);
  server.addService(recoveriesV1.RecoveryServiceService, { writeDemandLetter: writing } as never);
  server.addService(disbursementV1.DisbursementServiceService, { writePayeeTable: writing } as never);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

beforeAll(async () => {
  const disbursement = await startService();
  const away = { partners: AWAY, institutions: AWAY, contracts: AWAY, metering: AWAY, awards: AWAY };
  services = connectServices({ ...away, disbursement });
  gateway = await buildGateway({
    keyring: keyringOf({ wang: ['read', 'prepare'] }, (name) => name),
    services,
    log: createLogger('gateway', 'silent'),
    meter: metrics.getMeter('test'),
    requestsPerMinute: 100_000,
  });
  await gateway.listen({ port: 0 });
});

beforeEach(() => {
  [asked, failure, isEndless] = [[], undefined, false];
});

afterAll(async () => {
  await gateway.close();
  services.close();
  server.forceShutdown();
});

const headers = { authorization: 'Bearer wang' };

function get(url: string) {
  return gateway.inject({ method: 'GET', url, headers });
}

function open(url: string, method = 'GET'): Promise<IncomingMessage> {
  const { port } = gateway.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    ask({ port, path: url, method, headers, agent: false }, resolve).once('error', reject);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const FILES: [url: string, mediaType: string, fileName: string, request: object][] = [
  [
    '/v1/runs/2026-01/publication?format=html',
    'text/html; charset=utf-8',
    '2026-01.html',
    { run: '2026-01', format: 'PUBLICATION_FORMAT_HTML' },
  ],
  [
    '/v1/runs/2026-01/publication?format=xlsx',
    XLSX,
    '2026-01.xlsx',
    { run: '2026-01', format: 'PUBLICATION_FORMAT_XLSX' },
  ],
  ['/v1/runs/2026-01/archive', 'application/zip', '2026-01.zip', { run: '2026-01', exportedBy: 'wang' }],
  ['/v1/recoveries/X-D1/letter', DOCX, 'X-D1.docx', { id: 'X-D1' }],
  ['/v1/payees/export?format=csv', 'text/csv', 'payees.csv', { format: 'TABLE_FORMAT_CSV' }],
  ['/v1/payees/export?format=xlsx', XLSX, 'payees.xlsx', { format: 'TABLE_FORMAT_XLSX' }],
];

it.each(FILES)('%s is passed on byte by byte', async (url, mediaType, fileName, request) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, mediaType]);
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="${fileName}"`);
  expect(answer.rawPayload.equals(Buffer.concat(BYTES))).toBe(true);
  expect(asked).toEqual([request]);
});

it.each([
  ['a run that was not published', rpcStatus.FAILED_PRECONDITION, 'R was not made public.', 409, 'conflict'],
  ['a run that there is not', rpcStatus.NOT_FOUND, 'run "R": there is no such run', 404, 'not-found'],
])('%s is refused in the words of the service', async (_, code, details, status, kind) => {
  failure = { at: 0, error: new RpcError(code, details) };
  for (const [url] of FILES) {
    const answer = await get(url);
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
      url,
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json()).toMatchObject({ type: `urn:duixian:problem:${kind}`, detail: details });
  }
});

it('a file that cannot be written because a service is away is 503', async () => {
  failure = { at: 0, error: new RpcError(rpcStatus.UNAVAILABLE, 'awards is away') };
  const { statusCode, headers: sent, body } = await get('/v1/runs/2026-01/archive');
  expect([statusCode, sent['retry-after']]).toEqual([503, '2']);
  expect(JSON.parse(body)).toMatchObject({
    detail: expect.stringContaining('A service does not answer now'),
  });
});

it.each(FILES)('%s breaks off where the service fails meanwhile', async (url) => {
  failure = { at: 2, error: new RpcError(rpcStatus.FAILED_PRECONDITION, 'it changed') };
  const answer = await open(url);
  expect(answer.statusCode).toBe(200);
  answer.resume();
  await expect(once(answer, 'end')).rejects.toThrow('aborted');
});

it('is read no faster than its reader takes it, and no further when the reader is gone', async () => {
  isEndless = true;
  const answer = await open('/v1/runs/2026-01/archive');
  await once(answer, 'readable');
  let before = -1;
  while (written.pieces > before) {
    before = written.pieces;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // What connections and streams hold on the way, which is no whole document.
  expect(written.pieces * 70_000).toBeLessThan(32 * 1024 * 1024);
  expect(written.isOver).toBe(false);
  answer.destroy();
  await until(() => written.isOver);
});

it('of a HEAD request nothing more is read than whether there is a file', async () => {
  isEndless = true;
  const answer = await open('/v1/runs/2026-01/archive', 'HEAD');
  expect(answer.headers['content-type']).toBe('application/zip');
  await until(() => written.isOver);
});
