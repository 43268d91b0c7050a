import { join } from 'node:path';
import * as api from '@duixian/api';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { createLogger } from '@duixian/runtime';
import { type ServiceProcess, startProcess } from '@duixian/service/process-for-tests';
import { defined } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { keyringOf } from './access/keyring-for-tests.ts';
import { buildGateway } from './gateway.ts';
import { listenOn } from './listen-on.ts';
import { connectServices, type Services } from './services.ts';

// The gateway before real registers, each in its own process; the services behind them are away.
const AWAY = '127.0.0.1:1';
const HENAN = 'urn:duixian:exchange:henan';
const BUYER = '91410100170051134L';
const STRANGER = '91410100719182239A';
const CONTRACT = '2019410100000001';
const BATCH = 'application/cloudevents-batch+json';

let servers: TestInfrastructure;
let services: Services;
let gateway: FastifyInstance;
let url: string;
const running = new Map<string, ServiceProcess>();

async function startRegister(name: string, grpcAddress = '127.0.0.1:0'): Promise<string> {
  const folder = join(import.meta.dirname, '../..', name);
  // In development the key of this test writes every source.
  const register = await startProcess(folder, servers, { GRPC_ADDRESS: grpcAddress });
  running.set(name, register);
  return register.address;
}

async function stopRegister(name: string): Promise<string> {
  const register = defined(running.get(name), 'it runs');
  running.delete(name);
  await register.end('SIGTERM');
  return register.address;
}

beforeAll(async () => {
  servers = await startTestInfrastructure();
  const [institutions, contracts, metering] = await Promise.all(
    ['institutions', 'contracts', 'metering'].map((name) => startRegister(name)),
  );
  services = connectServices({
    partners: AWAY,
    institutions: institutions as string,
    contracts: contracts as string,
    metering: metering as string,
    awards: AWAY,
    disbursement: AWAY,
  });
  const scopes = {
    local: ['source:*', 'read'],
    buyer: [`read:entity:${BUYER}`],
    stranger: [`read:entity:${STRANGER}`],
  };
  const log = createLogger('gateway', 'silent');
  gateway = await buildGateway({
    keyring: keyringOf(scopes, (name) => name),
    services,
    log,
    meter: metrics.getMeter('test'),
    requestsPerMinute: 100_000,
  });
  url = `http://${await listenOn(gateway, '127.0.0.1:0')}`;
});

afterAll(async () => {
  await gateway.close();
  services.close();
  for (const name of [...running.keys()]) await stopRegister(name);
  await servers.stop();
});

function fact(type: string, subject: string, data: object, source = HENAN) {
  return {
    specversion: '1.0',
    id: `${subject}-1`,
    source,
    type,
    subject,
    time: '2019-12-31T01:02:03Z',
    data,
  };
}

function party(uscc: string, name: string) {
  return { uscc, name, kind: 'enterprise', divisionCode: '410100' };
}

function contract(subject: string, changed: object = {}, source = HENAN) {
  const data = {
    revision: 2,
    category: 'transfer',
    title: '示例合同',
    signedOn: '2019-05-01',
    registeredOn: '2019-05-06',
    seller: party('91410100170012290C', '卖方'),
    buyer: party(BUYER, '买方'),
    intermediary: null,
    totalAmountFen: 700_000_000,
    technologyAmountFen: 600_000_000,
    relatedParties: false,
    fiscallyFunded: false,
    status: 'registered',
    ...changed,
  };
  return fact('duixian.contract.v1', subject, data, source);
}

function buyerParty(name = '买方') {
  return fact('duixian.party.v1', BUYER, { revision: 1, ...party(BUYER, name), parentUscc: null });
}

function receipt(subject: string, registrationNo = CONTRACT) {
  const data = { revision: 1, registrationNo, receivedOn: '2019-06-01', amountFen: 100, status: 'received' };
  return fact('duixian.receipt.v1', subject, data);
}

type Results = {
  results: { index: number; id: string; outcome: string; faults: { field: string; reason: string }[] }[];
};

async function send(items: unknown, headers: Record<string, string> = { 'content-type': BATCH }) {
  return post(JSON.stringify(items), headers);
}

function post(body: string, headers: Record<string, string> = { 'content-type': BATCH }) {
  return fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: 'Bearer local', ...headers },
    body,
  });
}

async function outcomes(items: unknown[]): Promise<string[]> {
  const { results } = (await (await send(items)).json()) as Results;
  expect(results.map(({ index }) => index)).toEqual(items.map((_, index) => index));
  return results.map(({ outcome, faults }) => [outcome, ...faults.map(({ reason }) => reason)].join(' '));
}

async function get(path: string, key = 'local') {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  return { status: answer.status, body: (await answer.json()) as never };
}

describe('facts sent through the gateway', () => {
  it('are answered in the order sent, whichever register judges them', async () => {
    const items = [
      contract(CONTRACT),
      buyerParty(),
      contract(CONTRACT),
      contract(CONTRACT, { revision: 1 }),
      contract(CONTRACT, { title: '另一标题' }),
      contract(CONTRACT, { revision: 3 }, 'urn:duixian:exchange:other'),
      buyerParty(),
      contract('2019410100000002', {
        technologyAmountFen: 700_000_001,
        buyer: party('914101001700511340', '买方'),
      }),
      contract(CONTRACT, { revision: 3 }),
      receipt('R-1'),
      receipt('R-2'),
      receipt('R-3'),
    ];
    expect(await outcomes(items)).toEqual([
      'recorded',
      'recorded',
      'duplicate',
      'stale',
      'refused revision-conflict',
      'refused other-source',
      'duplicate',
      'refused bad-field bad-field',
      'recorded',
      'recorded',
      'recorded',
      'recorded',
    ]);
  });

  it('are taken in structured mode and in binary mode alike', async () => {
    const structured = await send(contract(CONTRACT, { revision: 3 }), {
      'content-type': 'application/cloudevents+json',
    });
    expect(await structured.json()).toMatchObject({
      results: [{ index: 0, outcome: 'duplicate', faults: [] }],
    });
    const { data, ...attributes } = contract(CONTRACT, { revision: 3 });
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
    );
    const binary = await send(data, { 'content-type': 'application/json', ...headers });
    expect(await binary.json()).toMatchObject({ results: [{ outcome: 'duplicate' }] });
  });

  it('are recorded beside one that is nested too deep, and beside one that no program reads exactly', async () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const odd = (value: string) =>
      JSON.stringify(contract('2019410100000009', { totalAmountFen: 271_828 })).replace('271828', value);
    const good = ['2019410100000010', '2019410100000011'].map((subject) => JSON.stringify(contract(subject)));
    const body = `[${[good[0], odd(deep), odd('800000000.00000001'), good[1]].join()}]`;
    const others = [6, 7, 8].map((at) => outcomes([contract(`20194101000000${at}0`)]));
    const { results } = (await (await post(body)).json()) as Results;
    expect(
      results.map(({ outcome, faults }) => [outcome, ...faults.map(({ reason }) => reason)].join(' ')),
    ).toEqual(['recorded', 'refused too-large', 'refused bad-field', 'recorded']);
    expect(await Promise.all(others)).toEqual([['recorded'], ['recorded'], ['recorded']]);
  });

  it('are refused one by one, with the field and the remedy', async () => {
    const items = [
      contract('2019410100000003', { totalAmountFen: -1, colour: 'red' }),
      { ...buyerParty(), subject: 'x' },
    ];
    const { results } = (await (await send(items)).json()) as Results;
    expect(results.map(({ faults }) => faults.map(({ field, reason }) => `${field} ${reason}`))).toEqual([
      expect.arrayContaining(['data.totalAmountFen bad-field', 'data.colour unknown-field']),
      ['subject bad-field'],
    ]);
  });
});

describe('things read back', () => {
  it('come with their history', async () => {
    const { body } = await get(`/v1/contracts/${CONTRACT}`);
    const record = api.recordWithHistorySchema.parse(body);
    expect(record).toMatchObject({
      source: HENAN,
      current: { revision: 3, data: { title: '示例合同', intermediary: null } },
    });
    expect(record.history.map(({ revision }) => revision)).toEqual([2, 1]);
    expect(record.next).toBeNull();
  });

  it('come with a page of their history, and the next one where there is more', async () => {
    const revisionsOf = (body: unknown) =>
      api.recordWithHistorySchema.parse(body).history.map(({ revision }) => revision);
    const first = await get(`/v1/contracts/${CONTRACT}?limit=1`);
    expect(revisionsOf(first.body)).toEqual([2]);
    const { next } = api.recordWithHistorySchema.parse(first.body);
    const second = await get(`/v1/contracts/${CONTRACT}?limit=1&after=${next}`);
    expect(revisionsOf(second.body)).toEqual([1]);
    const wrong = await get(`/v1/contracts/${CONTRACT}?after=x`);
    expect(wrong.status).toBe(400);
  });

  it('come by page', async () => {
    const first = await get(`/v1/receipts?about=${CONTRACT}&limit=2`);
    expect(first.body).toMatchObject({
      things: [{ subject: 'R-1' }, { subject: 'R-2' }],
      next: expect.any(String),
    });
    const { next } = first.body as { next: string };
    const second = await get(`/v1/receipts?about=${CONTRACT}&limit=2&after=${encodeURIComponent(next)}`);
    expect(second.body).toMatchObject({ things: [{ subject: 'R-3' }], next: null });
  });

  it('show an institution with what is recorded of it', async () => {
    const { body } = await get(`/v1/institutions/${BUYER}`);
    expect(body).toMatchObject({
      party: { current: { data: { name: '买方' } } },
      recognitions: [],
      sanctions: [],
    });
  });

  it('are not there where nothing was recorded', async () => {
    expect(await get('/v1/contracts/2019410100000099')).toMatchObject({
      status: 404,
      body: { type: 'urn:duixian:problem:not-found' },
    });
    expect((await get(`/v1/institutions/${STRANGER}`)).status).toBe(404);
  });

  it('are shown to the firm that they name, receipts through their contract', async () => {
    const paths = [
      `/v1/contracts/${CONTRACT}`,
      `/v1/contracts?about=${BUYER}`,
      '/v1/receipts/R-1',
      `/v1/receipts?about=${CONTRACT}`,
    ];
    for (const path of paths) expect([path, (await get(path, 'buyer')).status]).toEqual([path, 200]);
    // Only awards could know whether the stranger is a branch of the buyer.
    for (const path of paths) expect([path, (await get(path, 'stranger')).status]).toEqual([path, 503]);
  });
});

describe('a service that is away', () => {
  it('breaks an export off rather than letting it look whole', async () => {
    const answer = await fetch(`${url}/v1/facts`, { headers: { authorization: 'Bearer local' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    await expect(answer.text()).rejects.toThrow();
  });

  it('shows in the state of the gateway', async () => {
    const { status, body } = await get('/healthz');
    const state = {
      institutions: 'serving',
      contracts: 'serving',
      metering: 'serving',
      awards: 'unreachable',
    };
    expect([status, body]).toMatchObject([503, { status: 'degraded', services: state }]);
  });

  it('makes a request 503, and the same request is right once it is back', async () => {
    const items = [buyerParty(), contract(CONTRACT, { revision: 4 })];
    const address = await stopRegister('contracts');
    const away = await send(items);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '2']);
    await startRegister('contracts', address);
    for (let tries = 0; (await send([buyerParty(), receipt('R-1')])).status === 503 && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await outcomes(items)).toEqual(['duplicate', 'recorded']);
  });
});
