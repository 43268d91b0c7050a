import { runsV1 } from '@duixian/proto';
import { createLogger, RpcError, rpcStatus, unary } from '@duixian/runtime';
import { type Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { keyringOf } from '../access/keyring-for-tests.ts';
import { buildGateway } from '../gateway.ts';
import { connectServices, type Services } from '../services.ts';

const AWAY = '127.0.0.1:1';
const STEP = { document: '示例' };

let server: Server;
let services: Services;
let gateway: FastifyInstance;
/** The metadata of each call. */
let calls: Metadata[] = [];
let refusal: RpcError | undefined;

beforeAll(async () => {
  server = new Server();
  const answer = unary(async (_: unknown, call) => {
    calls.push(call.metadata);
    if (refusal) throw refusal;
    throw new RpcError(rpcStatus.NOT_FOUND, 'there is no such run');
  });
  server.addService(runsV1.RunServiceService, { stepRun: answer, draftRun: answer, getRun: answer } as never);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const away = { partners: AWAY, institutions: AWAY, contracts: AWAY, metering: AWAY, awards: AWAY };
  services = connectServices({ ...away, disbursement: `127.0.0.1:${port}` });
  gateway = await buildGateway({
    keyring: keyringOf({ wang: ['prepare'], li: ['prepare', 'approve'] }, (name) => name),
    services,
    log: createLogger('gateway', 'silent'),
    meter: metrics.getMeter('test'),
    requestsPerMinute: 100_000,
  });
});

beforeEach(() => {
  calls = [];
  refusal = undefined;
});

afterAll(async () => {
  await gateway.close();
  services.close();
  server.forceShutdown();
});

function post(
  key: string | undefined,
  { by = 'wang', url = '/v1/runs/R-1/publish', payload = STEP as object } = {},
) {
  const headers = { authorization: `Bearer ${by}`, ...(key !== undefined && { 'idempotency-key': key }) };
  return gateway.inject({ method: 'POST', url, headers, payload });
}

const sent = () => calls.map((call) => [call.get('idempotency-key')[0], call.get('idempotency-hash')[0]]);

it('a service gets the key of the caller, and the same hash of the same request', async () => {
  await post('k');
  await post('k', { payload: { ...STEP } });
  await post(undefined);
  const [first, second, without] = sent();
  expect(first).toEqual(['wang/k', expect.stringMatching(/^[0-9a-f]{64}$/)]);
  expect(second).toEqual(first);
  expect(without).toEqual([undefined, undefined]);
});

it('the hash is another one where anything is: the body, the address, or who asks', async () => {
  await post('k');
  await post('k', { payload: { document: '另一' } });
  await post('k', { url: '/v1/runs/R-2/publish' });
  await post('k', { by: 'li' });
  expect(new Set(sent().map(([, hash]) => hash)).size).toBe(4);
  expect(sent().map(([key]) => key)).toEqual(['wang/k', 'wang/k', 'wang/k', 'li/k']);
});

it('what only reads carries no key', async () => {
  const headers = { authorization: 'Bearer wang', 'idempotency-key': 'k' };
  await gateway.inject({ method: 'GET', url: '/v1/runs/R-1', headers });
  expect(sent()).toEqual([[undefined, undefined]]);
});

it.each([
  ['it is empty', '', 'it is empty'],
  ['a blank', 'a b', 'character 2 is U+0020'],
  ['a letter beyond ASCII', 'clé', 'character 3 is U+00E9'],
  ['a control character', 'a\tb', 'character 2 is U+0009'],
  ['too long', 'a'.repeat(256), 'it has 256'],
  ['10 KiB', 'a'.repeat(10_240), 'it has 10240'],
])('%s is refused with the character, and nothing is asked', async (_, key, why) => {
  const answer = await post(key);
  expect(answer.statusCode).toBe(400);
  const { faults, detail } = answer.json();
  expect(faults).toMatchObject([{ field: 'idempotency-key' }]);
  expect(detail).toContain(`idempotency-key must be 1 to 255 visible ASCII characters; ${why}`);
  expect(calls).toEqual([]);
});

it('255 characters, each visible one, are taken', async () => {
  const visible = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join('');
  const key = visible.repeat(3).slice(0, 255);
  await post(key);
  expect(sent()).toMatchObject([[`wang/${key}`, expect.anything()]]);
});

it('a key with other content is a problem of its own', async () => {
  refusal = new RpcError(rpcStatus.ALREADY_EXISTS, 'idempotency-conflict: one hash, and another');
  const answer = await post('k');
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    type: 'urn:duixian:problem:idempotency-conflict',
    detail: expect.stringContaining('one hash, and another'),
  });
});

it('the document says it of every command, and of nothing else', async () => {
  const { paths } = (await gateway.inject('/openapi.json')).json() as {
    paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
  };
  const takes = ({ parameters = [] }: { parameters?: { in: string; name: string }[] }) =>
    parameters.some((one) => one.in === 'header' && one.name === 'idempotency-key');
  expect(takes(paths['/v1/runs/{id}/publish']?.['post'] ?? {})).toBe(true);
  expect(takes(paths['/v1/events']?.['post'] ?? {})).toBe(false);
  expect(takes(paths['/v1/runs']?.['get'] ?? {})).toBe(false);
});
