import { once } from 'node:events';
import http2 from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as api from '@duixian/api';
import { createLogger } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { keyringOf } from './access/keyring-for-tests.ts';
import { allEndpoints } from './all-endpoints.ts';
import { buildGateway } from './gateway.ts';
import { connectServices } from './services.ts';

// What the gateway answers by itself, with every service away: a request that passes its checks gets 503.
const AWAY = '127.0.0.1:1';
const SCOPES: Record<string, string[]> = {
  exchange: ['source:urn:duixian:exchange:henan'],
  local: ['source:*'],
  reader: ['read'],
  firm: ['read:entity:91410100170051134L'],
  officer: ['officer'],
  preparer: ['prepare'],
  approver: ['approve'],
  treasury: ['treasury'],
  door: ['nrii:91410100170051134L:urn:duixian:platform:songshan'],
};
const OTHER_FIRM = '91410100719182239A';
const PROBLEM = 'application/problem+json';

let gateway: FastifyInstance;
let close: () => void;

async function open(
  requestsPerMinute: number,
  trustedProxies: readonly string[] = [],
  awards = AWAY,
): Promise<FastifyInstance> {
  const services = connectServices({
    partners: AWAY,
    institutions: AWAY,
    contracts: AWAY,
    metering: AWAY,
    awards,
    disbursement: AWAY,
  });
  close = () => services.close();
  const log = createLogger('gateway', 'silent');
  const meter = metrics.getMeter('test');
  return buildGateway({
    keyring: keyringOf(SCOPES, (name) => `${name}-secret`),
    services,
    log,
    meter,
    requestsPerMinute,
    trustedProxies,
  });
}

beforeAll(async () => {
  gateway = await open(100_000);
});

afterAll(async () => {
  await gateway.close();
  close();
});

const STRUCTURED_TYPE = 'application/cloudevents+json';

function ask(
  key: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  url: string,
  payload?: unknown,
  contentType = 'application/json',
) {
  const authorization = `Bearer ${key}-secret`;
  const headers = {
    authorization,
    ...(payload !== undefined && { 'content-type': contentType }),
    ...(method === 'PATCH' && { 'upload-offset': '0' }),
  };
  const isReady = typeof payload === 'string' || payload instanceof Buffer || payload === undefined;
  const body = isReady ? payload : JSON.stringify(payload);
  return gateway.inject({ method, url, headers, ...(body !== undefined && { payload: body }) });
}

const WITHDRAWAL = { decidedBy: '科技局', document: 'minutes', reason: 'so' };
const DECISION = {
  ...WITHDRAWAL,
  ...{ policy: 'zhengzhou-2017-61', provision: 'art8-purchase', scope: { year: 2019 }, rate: '0.25' },
};
const UNIT = {
  unit: 'U1',
  party: { uscc: OTHER_FIRM, name: '某公司', kind: 'enterprise', divisionCode: '410100' },
};
const DEAL = {
  ...{
    dealId: 'x',
    revision: 1,
    mode: 'auction',
    category: 'transfer',
    status: 'listed',
    seller: UNIT.party,
  },
  listing: { no: 'L-1', title: '某项技术', listedOn: null, noticeUntil: null, askFen: null },
  ...{ buyers: [], intermediary: null, intermediarySigned: false, instalments: [] },
  ...{ priceFen: null, technologyAmountFen: null, struckOn: null, signedOn: null },
  ...{ registrationNo: null, registeredOn: null, relatedParties: null, fiscallyFunded: null },
};
const BODIES: Record<string, object | string> = {
  '/v1/deals/:dealId': DEAL,
  '/v1/imports': { id: 'I1', kind: 'facts' },
  '/v1/imports/:id': 'x',
  '/v1/mappings/:id': 'id: x',
  '/v1/mappings/:id/reject': { reason: 'wrong' },
  '/v1/endpoints': { url: 'https://partner.example/hooks' },
  '/v1/endpoints/:id/enable': { from: 'now' },
  '/v1/endpoints/:id/disable': { reason: 'maintenance' },
  '/v1/endpoints/:id/resend': { event: 'evt_1' },
  '/v1/endpoints/:id/resend-failed': { since: '2026-03-02T15:00:00+08:00' },
  '/v1/endpoints/:id/resend-range': { after: 'x' },
  '/v1/orders/:id/status': { status: 'paid' },
  '/v1/orders/:id/release': { reason: 'account corrected' },
  '/v1/payees/:uscc/propose': {
    accountName: '某公司',
    accountNo: '6222021702000001234',
    bankName: '某银行',
    bankCode: '102491002010',
    document: '来函',
  },
  '/v1/payees/:uscc/confirm': { number: 1 },
  '/v1/payees/:uscc/reject': { number: 1, reason: 'wrong' },
  '/v1/payees/:uscc/suspend': { number: 1, reason: 'closed' },
  '/v1/ordering/suspend': { reason: 'a doubt' },
  '/v1/ordering/resume': { statement: '2026-03-02-x-1' },
  '/v1/dead-letters/resend': { all: true },
  '/v1/dead-letters/discard': { ids: ['awards:66f0'], reason: '来源已更正' },
  '/v1/missing-facts/dismiss': { ids: ['contracts:contract/C1'], reason: '来源已注销' },
  '/v1/orders/:id/resolve': { state: 'paid', document: 'letter of the treasury' },
  '/v1/runs': { id: '2026-01', title: '第一批', programme: 'awards', document: 'minutes' },
  ...Object.fromEntries(
    ['publish', 'approve', 'issue', 'close', 'cancel'].map((step) => [
      `/v1/runs/:id/${step}`,
      { document: 'minutes' },
    ]),
  ),
  '/v1/runs/:id/objections': { entity: OTHER_FIRM, reason: 'not its contract', document: 'letter' },
  '/v1/runs/:id/give-back': { entity: OTHER_FIRM, reason: 'mended', document: 'minutes' },
  '/v1/runs/:id/objections/decide': { entity: OTHER_FIRM, upheld: true, reason: 'so', document: 'minutes' },
  '/v1/budgets/:year/:programme': { appropriatedFen: 100, document: 'notice' },
  '/v1/recoveries': { entity: OTHER_FIRM, dueOn: '2026-12-31', reason: 'article 12', document: 'notice' },
  '/v1/recoveries/:id/receipts': { id: 'B-1', amountFen: 100, document: 'bank slip' },
  '/v1/recoveries/:id/write-off': { document: 'minutes' },
  '/v1/transfers-back': {
    ...{ id: 'B-2', amountFen: 100, document: 'bank slip' },
    parts: [{ recovery: 'R-1', fen: 100 }],
  },
  '/v1/sources/:uri/propose': {
    ...{ name: '交易所', kind: 'exchange', answerableUscc: OTHER_FIRM, document: 'letter' },
    types: ['duixian.contract.v1'],
  },
  '/v1/sources/:uri/withdraw': { document: 'letter' },
  '/v1/sources/:uri/confirm': { number: 1 },
  '/v1/sources/:uri/reject': { number: 1, reason: 'wrong' },
  '/v1/records/hand-overs': { id: 'H1', from: 'urn:a:b', to: 'urn:a:c', document: 'letter' },
  '/v1/records/hand-overs/:id/reject': { reason: 'wrong' },
  '/v1/units/proposals': { id: 'U1', source: 'urn:a:b', units: [UNIT], document: 'letter' },
  '/v1/units/proposals/:id/reject': { reason: 'wrong' },
  '/v1/nrii/records/:id/send-back': { reason: 'wrong' },
  '/v1/persons/:id/propose': { name: '孙', kind: 'person', scopes: ['prepare'], document: 'letter' },
  '/v1/persons/:id/confirm': { number: 1 },
  '/v1/persons/:id/reject': { number: 1, reason: 'wrong' },
  '/v1/decisions/preview': DECISION,
  '/v1/decisions/propose': { ...DECISION, preview: '0'.repeat(64) },
  '/v1/decisions/:id/withdraw/preview': WITHDRAWAL,
  '/v1/decisions/:id/withdraw': { ...WITHDRAWAL, preview: '0'.repeat(64) },
  '/v1/decisions/:id/preview': {},
  '/v1/decisions/:id/confirm': { number: 1, preview: '0'.repeat(64) },
  '/v1/decisions/:id/reject': { number: 1, reason: 'wrong' },
  '/v1/policy/propose': { plan: '0'.repeat(64), document: 'minutes' },
  '/v1/policy/apply': { plan: '0'.repeat(64) },
  '/v1/policy/settings/propose': { settings: '0'.repeat(64), document: 'minutes' },
  '/v1/policy/settings/apply': { settings: '0'.repeat(64) },
  '/v1/policy/settings/reject': { settings: '0'.repeat(64), reason: 'wrong' },
  '/v1/policy/reject': { plan: '0'.repeat(64), reason: 'wrong' },
  '/v1/keys': { person: 'henan', name: 'main' },
  '/v1/keys/:id/rotate': {},
  '/v1/keys/:id/revoke': { reason: 'lost' },
};
const PAYEE_EXPORT = '/v1/payees/export';
const PAYEE_IMPORT = '/v1/payees/import';
const UNIT_IMPORT = '/v1/units/proposals/import';
const UNIT_TABLE = '单位名称,统一社会信用代码,性质,行政区划代码\n某公司,91410100170051134L,150,410100\n';
const PAYEE_TABLE =
  '统一社会信用代码,户名,账号,开户银行,联行号,依据文件\n' +
  '91410100170051134L,某公司,6222021702000001234,某银行,102491002010,来函\n';
const FACT = {
  specversion: '1.0',
  id: '1',
  source: 'urn:duixian:exchange:henan',
  type: 'duixian.contract.v1',
  subject: '2019410100000001',
  time: '2019-05-06T00:00:00Z',
  data: {},
};
const BATCH = 'application/cloudevents-batch+json';
const STATEMENTS = '/v1/treasury/statements';
const TYPES: Record<string, string> = {
  '/v1/events': BATCH,
  '/v1/imports/:id': 'application/octet-stream',
  '/v1/mappings/:id': 'application/yaml',
  [PAYEE_IMPORT]: 'text/csv',
  [UNIT_IMPORT]: 'text/csv',
  [STATEMENTS]: 'text/csv',
};
BODIES[PAYEE_IMPORT] = PAYEE_TABLE;
BODIES[UNIT_IMPORT] = UNIT_TABLE;
const STATEMENT = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期\n';
BODIES[STATEMENTS] = STATEMENT;

describe('scopes', () => {
  const PREPARERS = ['preparer'];
  const APPROVERS = ['approver'];
  const BOTH = [...PREPARERS, ...APPROVERS];
  const OFFICERS = ['officer'];
  const OFFICE = ['reader', ...BOTH, ...OFFICERS];
  /** Also keys that read what concerns their own entity. */
  const OWNERS = [...OFFICE, 'firm'];
  const SOURCES = ['exchange', 'local'];
  const ANYBODY = Object.keys(SCOPES).filter((key) => key !== 'door');
  /** One row per endpoint. The permissions are written here independently of the routes. */
  const may: Readonly<Record<string, readonly string[]>> = {
    'POST /v1/events': SOURCES,
    'GET /v1/refusals': [...OFFICE, ...SOURCES],
    'GET /v1/claims': [...OWNERS, ...SOURCES],
    'GET /v1/facts': OFFICE,
    'GET /v1/checks/facts': OFFICE,
    'GET /v1/institutions/:uscc': [...OWNERS, ...SOURCES],
    'GET /v1/decisions/proposals': OFFICE,
    'GET /v1/decisions/proposals/:id': OFFICE,
    'POST /v1/decisions/preview': BOTH,
    'POST /v1/decisions/propose': PREPARERS,
    'POST /v1/decisions/:id/withdraw/preview': BOTH,
    'POST /v1/decisions/:id/withdraw': PREPARERS,
    'POST /v1/decisions/:id/preview': BOTH,
    'POST /v1/decisions/:id/confirm': APPROVERS,
    'POST /v1/decisions/:id/reject': BOTH,
    'GET /v1/institutions': [...OWNERS, ...SOURCES],
    'GET /v1/recognitions': [...OWNERS, ...SOURCES],
    'GET /v1/recognitions/:id': [...OWNERS, ...SOURCES],
    'GET /v1/sanctions': [...OWNERS, ...SOURCES],
    'GET /v1/sanctions/:id': [...OWNERS, ...SOURCES],
    'GET /v1/contracts': [...OWNERS, ...SOURCES],
    'GET /v1/contracts/:id': [...OWNERS, ...SOURCES],
    'GET /v1/receipts': [...OWNERS, ...SOURCES],
    'GET /v1/receipts/:id': [...OWNERS, ...SOURCES],
    'GET /v1/instruments': [...OWNERS, ...SOURCES],
    'GET /v1/instruments/:id': [...OWNERS, ...SOURCES],
    'GET /v1/usage-records': [...OWNERS, ...SOURCES],
    'GET /v1/usage-records/:id': [...OWNERS, ...SOURCES],
    'GET /v1/invoices': [...OWNERS, ...SOURCES],
    'GET /v1/invoices/:id': [...OWNERS, ...SOURCES],
    'GET /v1/decisions': [...OWNERS, ...SOURCES],
    'GET /v1/decisions/:id': [...OWNERS, ...SOURCES],
    'GET /v1/accounts': OWNERS,
    'GET /v1/accounts/:entity/:year/:group': OWNERS,
    'GET /v1/no-claims': OWNERS,
    'GET /v1/undecided': OWNERS,
    'GET /v1/usage': OWNERS,
    'GET /v1/result': OFFICE,
    'GET /v1/payables': OWNERS,
    'GET /v1/journal-entries/:uscc': OWNERS,
    'GET /v1/orders': [...OWNERS, 'treasury'],
    'GET /v1/orders/:id': [...OWNERS, 'treasury'],
    'POST /v1/orders/:id/status': ['treasury'],
    'POST /v1/orders/:id/release': OFFICERS,
    'POST /v1/orders/:id/resolve': APPROVERS,
    'GET /v1/payees': BOTH,
    'GET /v1/payees/:uscc': BOTH,
    'POST /v1/payees/:uscc/propose': PREPARERS,
    'POST /v1/payees/:uscc/confirm': APPROVERS,
    'POST /v1/payees/:uscc/reject': BOTH,
    'POST /v1/payees/:uscc/suspend': BOTH,
    'GET /v1/payees/export': BOTH,
    'POST /v1/payees/import': PREPARERS,
    'POST /v1/runs': PREPARERS,
    'GET /v1/runs': OFFICE,
    'GET /v1/runs/:id': OFFICE,
    'GET /v1/runs/:id/lines': OFFICE,
    'POST /v1/runs/:id/publish': PREPARERS,
    'POST /v1/runs/:id/approve': APPROVERS,
    'POST /v1/runs/:id/issue': BOTH,
    'POST /v1/runs/:id/close': BOTH,
    'POST /v1/runs/:id/cancel': BOTH,
    'GET /v1/runs/:id/publication': OFFICE,
    'GET /v1/runs/:id/archive': OFFICE,
    'POST /v1/runs/:id/objections': PREPARERS,
    'POST /v1/runs/:id/objections/decide': PREPARERS,
    'POST /v1/runs/:id/give-back': PREPARERS,
    'GET /v1/budgets': [...OFFICE, 'treasury'],
    'POST /v1/budgets/:year/:programme': ['treasury'],
    'GET /v1/recoveries': OWNERS,
    'GET /v1/recoveries/:id': OWNERS,
    'POST /v1/recoveries': PREPARERS,
    'POST /v1/recoveries/:id/receipts': [...PREPARERS, 'treasury'],
    'POST /v1/transfers-back': [...PREPARERS, 'treasury'],
    'GET /v1/transfers-back/:id': [...OFFICE, 'treasury'],
    'POST /v1/recoveries/:id/write-off': APPROVERS,
    'GET /v1/recoveries/:id/letter': OFFICE,
    'POST /v1/treasury/statements': [...PREPARERS, 'treasury'],
    'GET /v1/treasury/statements': [...BOTH, 'treasury'],
    'GET /v1/treasury/statements/:id': [...BOTH, 'treasury'],
    'POST /v1/treasury/statements/:id/import-unmatched': APPROVERS,
    'GET /v1/ordering': [...OFFICE, 'treasury'],
    'POST /v1/ordering/suspend': BOTH,
    'POST /v1/ordering/resume': APPROVERS,
    'GET /v1/sources': OFFICE,
    'GET /v1/sources/:uri': OFFICE,
    'POST /v1/sources/:uri/propose': PREPARERS,
    'POST /v1/sources/:uri/withdraw': PREPARERS,
    'POST /v1/sources/:uri/confirm': APPROVERS,
    'POST /v1/sources/:uri/reject': BOTH,
    'GET /v1/records/hand-overs': OFFICE,
    'POST /v1/records/hand-overs': PREPARERS,
    'POST /v1/records/hand-overs/:id/confirm': APPROVERS,
    'POST /v1/records/hand-overs/:id/reject': BOTH,
    'PUT /v1/deals/:dealId': SOURCES,
    'GET /v1/deals': [...OFFICE, ...SOURCES],
    'GET /v1/deals/:dealId': [...OFFICE, ...SOURCES],
    'GET /v1/mappings': [...OFFICE, ...SOURCES],
    'GET /v1/mappings/:id': [...OFFICE, ...SOURCES],
    'PUT /v1/mappings/:id': PREPARERS,
    'POST /v1/mappings/:id/confirm': APPROVERS,
    'POST /v1/mappings/:id/reject': BOTH,
    'POST /v1/imports': SOURCES,
    'PATCH /v1/imports/:id': SOURCES,
    'POST /v1/imports/:id/start': SOURCES,
    'POST /v1/imports/:id/cancel': SOURCES,
    'GET /v1/imports': [...OFFICE, ...SOURCES],
    'GET /v1/imports/:id': [...OFFICE, ...SOURCES],
    'GET /v1/imports/:id/outcomes': [...OFFICE, ...SOURCES],
    'GET /v1/imports/:id/receipt': [...OFFICE, ...SOURCES],
    'GET /v1/units': OFFICE,
    'GET /v1/units/proposals': OFFICE,
    'GET /v1/units/proposals/:id': OFFICE,
    'POST /v1/units/proposals': PREPARERS,
    'POST /v1/units/proposals/import': PREPARERS,
    'POST /v1/units/proposals/:id/confirm': APPROVERS,
    'POST /v1/units/proposals/:id/reject': BOTH,
    'GET /v1/units/waiting': [...OFFICE, ...SOURCES],
    'GET /v1/units/waiting/rows': [...OFFICE, ...SOURCES],
    'POST /v1/nrii/records/:id/send-back': OFFICERS,
    'GET /v1/persons': BOTH,
    'GET /v1/persons/:id': BOTH,
    'POST /v1/persons/:id/propose': PREPARERS,
    'POST /v1/persons/:id/confirm': APPROVERS,
    'POST /v1/persons/:id/reject': BOTH,
    'GET /v1/keys': ANYBODY,
    'GET /v1/endpoints': ANYBODY,
    'GET /v1/endpoints/:id': ANYBODY,
    'GET /v1/endpoints/:id/attempts': ANYBODY,
    'POST /v1/endpoints': ANYBODY,
    'POST /v1/endpoints/:id/rotate': ANYBODY,
    'POST /v1/endpoints/:id/test': ANYBODY,
    'POST /v1/endpoints/:id/enable': ANYBODY,
    'POST /v1/endpoints/:id/disable': ANYBODY,
    'POST /v1/endpoints/:id/delete': ANYBODY,
    'POST /v1/endpoints/:id/resend': ANYBODY,
    'POST /v1/endpoints/:id/resend-failed': ANYBODY,
    'POST /v1/endpoints/:id/resend-range': ANYBODY,
    'GET /v1/feed': ANYBODY,
    'GET /v1/feed/stream': ANYBODY,
    'POST /v1/keys': ANYBODY,
    'POST /v1/keys/:id/rotate': ANYBODY,
    'POST /v1/keys/:id/confirm': ANYBODY,
    'POST /v1/keys/:id/revoke': ANYBODY,
    'GET /v1/work': OFFICE,
    'GET /v1/work/:list': OFFICE,
    'GET /v1/digest': OFFICE,
    'GET /v1/policy': OFFICE,
    'GET /v1/policy/plan': BOTH,
    'GET /v1/policy/history': OFFICE,
    'POST /v1/policy/propose': PREPARERS,
    'POST /v1/policy/apply': APPROVERS,
    'POST /v1/policy/reject': BOTH,
    'GET /v1/policy/settings': OFFICE,
    'POST /v1/policy/settings/propose': PREPARERS,
    'POST /v1/policy/settings/apply': APPROVERS,
    'POST /v1/policy/settings/reject': BOTH,
    'GET /v1/checks/set-hashes': OFFICE,
    'GET /v1/pending': OFFICE,
    'GET /v1/received': OFFICE,
    'GET /v1/missing-facts': OFFICERS,
    'POST /v1/missing-facts/dismiss': OFFICERS,
    'GET /v1/marked-records': OFFICE,
    'GET /v1/dead-letters': OFFICERS,
    'POST /v1/dead-letters/resend': OFFICERS,
    'POST /v1/dead-letters/discard': OFFICERS,
    'POST /v1/republish': OFFICERS,
    'GET /v1/migrations': OFFICERS,
    'POST /v1/migrations': OFFICERS,
  };
  const guarded = allEndpoints.filter(
    ({ access, keyInPath }) => access !== 'open' && keyInPath === undefined,
  );

  it('are written down for every endpoint, and for no other', () => {
    expect(Object.keys(may).sort()).toEqual(guarded.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it.each(guarded)('$method $path needs a key, and one of its scopes', async ({ method, path }) => {
    const url = path
      .replace(/:entity|:uscc/, '91410100170051134L')
      .replace(':year', '2019')
      .replace(':list', 'held-orders')
      .replace('mappings/:id', 'mappings/x@1')
      .replace(/:group|:id|:programme|:uri|:dealId/, 'x');
    const listsRecords = /^\/v1\/[a-z-]+$/.test(path) && path in RECORD_LISTS;
    const query = QUERIES[path] ?? (listsRecords ? '?about=91410100170051134L' : '');
    const isStatement = `${method} ${path}` === `POST ${STATEMENTS}`;
    const isTable = path === PAYEE_EXPORT || path === PAYEE_IMPORT;
    const day = isStatement ? '?day=2026-03-02' : '';
    const asked = method === 'POST' && query !== OF_SOURCE ? `${url}${day}` : `${url}${query}`;
    const ofUnits = path === UNIT_IMPORT ? `${url}?id=U1&source=urn:a:b&document=letter` : asked;
    const ofMapping = path === '/v1/mappings/:id' && method === 'GET' ? url : ofUnits;
    const target = isTable ? `${url}?format=csv` : ofMapping;
    const payload = path === '/v1/events' ? [FACT] : method === 'GET' ? undefined : BODIES[path];
    const type = TYPES[path] ?? 'application/json';
    expect((await gateway.inject({ method, url: target })).statusCode).toBe(401);
    const allowed = may[`${method} ${path}`] ?? [];
    for (const key of Object.keys(SCOPES)) {
      const { statusCode } = await ask(key, method, target, payload, type);
      expect([key, statusCode]).toEqual([key, allowed.includes(key) ? 503 : 403]);
    }
  });

  it.each(allEndpoints.filter(({ keyInPath }) => keyInPath !== undefined))(
    '$method $path needs a key in its address, which opens nothing else',
    async ({ path }) => {
      const form = 'insCode=1&instruType=6&instruData=[{}]';
      const push = async (token: string, payload = form) => {
        const headers = { 'content-type': 'application/x-www-form-urlencoded' };
        const url = path.replace(':token', token);
        return (await gateway.inject({ method: 'POST', url, headers, payload })).statusCode;
      };
      expect(await push('nobody')).toBe(401);
      for (const key of Object.keys(SCOPES))
        expect([key, await push(`${key}-secret`)]).toEqual([key, key === 'door' ? 503 : 403]);
      expect(await push('door-secret', 'a=b')).toBe(400);
      const { most } = LIMITS.nriiPushBytes;
      expect(await push('door-secret', `a=${'x'.repeat(most)}`)).toBe(413);
    },
  );

  it('asks for a key in the words of RFC 6750', async () => {
    const none = await gateway.inject('/v1/accounts');
    expect(none.headers['www-authenticate']).toBe('Bearer realm="duixian"');
    const wrong = await ask('nobody', 'GET', '/v1/accounts');
    expect([wrong.statusCode, wrong.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="duixian", error="invalid_token"',
    ]);
  });

  it('refuses the whole request for one item of another source, and names it', async () => {
    const payload = [FACT, { ...FACT, source: 'urn:duixian:platform:songshan' }];
    const answer = await ask('exchange', 'POST', '/v1/events', payload, BATCH);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      type: 'urn:duixian:problem:out-of-scope',
      faults: [{ field: '1.source', reason: 'other-source' }],
    });
  });

  it('reads without a key what is open to all', async () => {
    expect((await gateway.inject('/docs/api/')).statusCode).toBe(200);
    expect((await gateway.inject('/openapi.json')).statusCode).toBe(200);
    expect((await gateway.inject('/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
    const health = await gateway.inject('/healthz');
    expect([health.statusCode, health.headers['retry-after'], health.json()]).toMatchObject([
      503,
      '2',
      { status: 'degraded', ordering: 'unknown', services: { awards: 'unreachable' } },
    ]);
  });

  it.each([
    ['PUT', '/v1/events', 'POST'],
    ['DELETE', '/v1/runs', 'POST, GET, HEAD'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['QUERY', '/healthz', 'GET, HEAD'],
    ['HEAD', '/v1/events', 'POST'],
    ['OPTIONS', '/v1/payees/import', 'POST'],
    ['GET', '/v1/payees/import', 'POST'],
    ['DELETE', '/openapi.json', 'GET, HEAD'],
    ['PATCH', '/v1/contracts/2019410100000001', 'GET, HEAD'],
  ] as const)('answers %s %s with what is taken there', async (method, url, allowed) => {
    const answer = await gateway.inject({ method: method as 'GET', url });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allowed]);
    if (method !== 'HEAD') expect(api.problemDocument.parse(answer.json()).detail).toContain(method);
  });

  it('says of a path that nothing is there, whatever the method', async () => {
    const answer = await gateway.inject({ method: 'PUT', url: '/v1/nothing' });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([404, undefined]);
  });

  it('never takes another entity for its own, nor a list of everything', async () => {
    // Only awards knows the entity of a USCC; without its answer nothing is shown.
    expect((await ask('firm', 'GET', `/v1/accounts?entity=${OTHER_FIRM}`)).statusCode).toBe(503);
    expect((await ask('firm', 'GET', '/v1/contracts')).statusCode).toBe(403);
    expect((await ask('firm', 'GET', '/v1/usage')).statusCode).toBe(403);
  });
});

const OF_SOURCE = '?source=urn:duixian:exchange:henan';

const QUERIES: Record<string, string> = {
  '/v1/imports': OF_SOURCE,
  '/v1/imports/:id': OF_SOURCE,
  '/v1/imports/:id/start': OF_SOURCE,
  '/v1/imports/:id/cancel': OF_SOURCE,
  '/v1/imports/:id/outcomes': OF_SOURCE,
  '/v1/imports/:id/receipt': OF_SOURCE,
  '/v1/mappings/:id': '?document=letter',
  '/v1/runs/:id/publication': '?format=html',
  '/v1/usage': '?owner=91410100170051134L',
  '/v1/budgets': '?year=2026',
  '/v1/refusals': OF_SOURCE,
  '/v1/deals': OF_SOURCE,
  '/v1/deals/:dealId': OF_SOURCE,
  '/v1/units/waiting': OF_SOURCE,
  '/v1/units/waiting/rows': OF_SOURCE,
  '/v1/claims': '?type=duixian.contract.v1&subject=C1',
};

const RECORD_LISTS: Record<string, true> = Object.fromEntries(
  allEndpoints.filter(({ tag }) => tag === 'Things').map(({ path }) => [path, true]),
);

describe('requests that are not right', () => {
  it('hear of everything wrong at once', async () => {
    const answer = await ask(
      'reader',
      'GET',
      '/v1/accounts?entity=91410100170051134X&year=19&limit=1001&colour=red',
    );
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      400,
      expect.stringContaining(PROBLEM),
    ]);
    expect(
      api.problemDocument.parse(answer.json()).faults?.map(({ field, reason }) => [field, reason]),
    ).toEqual([
      ['entity', 'bad-field'],
      ['year', 'bad-field'],
      ['limit', 'bad-field'],
      ['colour', 'unknown-field'],
    ]);
  });

  it.each<[string, number, string, string, unknown, string]>([
    ['an unknown status', 400, 'treasury', '/v1/orders/1/status', { status: 'sent' }, 'application/json'],
    ['a release without a reason', 400, 'officer', '/v1/orders/1/release', {}, 'application/json'],
    ['a release without a body', 400, 'officer', '/v1/orders/1/release', '', 'application/json'],
    ['dead letters without a choice', 400, 'officer', '/v1/dead-letters/resend', {}, 'application/json'],
    [
      'a dead letter that cannot be',
      404,
      'officer',
      '/v1/dead-letters/resend',
      { ids: ['x'] },
      'application/json',
    ],
    ['a body that is not JSON', 400, 'officer', '/v1/orders/1/release', '{"reason"', 'application/json'],
    ['a form', 415, 'officer', '/v1/orders/1/release', 'reason=x', 'application/x-www-form-urlencoded'],
    [
      'a body too large',
      413,
      'officer',
      '/v1/orders/1/release',
      { reason: 'x'.repeat(70_000) },
      'application/json',
    ],
    ['an empty batch', 400, 'local', '/v1/events', [], BATCH],
    ['a batch over the limit', 413, 'local', '/v1/events', Array(1_001).fill(FACT), BATCH],
    ['a batch over 16 MiB', 413, 'local', '/v1/events', ['x'.repeat(16 * 1024 * 1024)], BATCH],
    ['data alone', 415, 'local', '/v1/events', {}, 'application/json'],
    ['a statement of no day', 400, 'treasury', '/v1/treasury/statements', STATEMENT, 'text/csv'],
    [
      'a statement that is not UTF-8',
      400,
      'treasury',
      '/v1/treasury/statements?day=2026-03-02',
      Buffer.from([0xd6, 0xa7]),
      'text/csv',
    ],
    [
      'a statement in another character set',
      415,
      'treasury',
      '/v1/treasury/statements?day=2026-03-02',
      STATEMENT,
      'text/csv; charset=big5',
    ],
    ['a text', 415, 'local', '/v1/events', 'x', 'text/plain'],
    ['accounts as JSON', 415, 'preparer', `${PAYEE_IMPORT}?format=csv`, {}, 'application/json'],
    ['accounts in no format', 400, 'preparer', PAYEE_IMPORT, PAYEE_TABLE, 'text/csv'],
    ['accounts in another format', 400, 'preparer', `${PAYEE_IMPORT}?format=xlsx`, PAYEE_TABLE, 'text/csv'],
  ])('%s is a problem %d', async (_, status, key, url, payload, contentType) => {
    const answer = await ask(key, 'POST', url, payload, contentType);
    expect(answer.headers['content-type']).toContain(PROBLEM);
    expect(api.problemDocument.parse(answer.json()).status).toBe(status);
    expect(answer.statusCode).toBe(status);
  });

  it.each([
    ['a single fact', STRUCTURED_TYPE, JSON.stringify({ ...FACT, type: 'duixian.nothing.v1' }), 422],
    ['a single thing that is no fact', STRUCTURED_TYPE, '7', 422],
    ['a batch of one', BATCH, JSON.stringify([{ ...FACT, type: 'duixian.nothing.v1' }]), 200],
  ])('that hold %s that is refused are answered %s', async (_, type, body, status) => {
    const answer = await ask('local', 'POST', '/v1/events', body, type);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json().results).toMatchObject([{ index: 0, outcome: 'refused' }]);
  });

  it.each([
    ['/v1/orders/1/release', 'application/x-www-form-urlencoded', 'application/json.'],
    [`${PAYEE_IMPORT}?format=csv`, 'image/png', 'text/csv, application/vnd.openxmlformats'],
    ['/v1/events', 'text/plain', 'application/cloudevents+json, application/cloudevents-batch+json'],
  ])('to %s of type %s are told what is taken', async (url, type, taken) => {
    const key = url.includes('payees') ? 'preparer' : url.includes('orders') ? 'officer' : 'local';
    const answer = await ask(key, 'POST', url, 'x', type);
    expect([answer.statusCode, answer.json().detail]).toEqual([415, expect.stringContaining(taken)]);
  });

  it.each(['csv', 'xlsx'])('without a table of accounts as %s are told so', async (format) => {
    const answer = await ask('preparer', 'POST', `${PAYEE_IMPORT}?format=${format}`);
    expect([answer.statusCode, answer.json().detail]).toEqual([
      400,
      expect.stringContaining('there is none'),
    ]);
  });

  it.each([
    ['zstd', '/v1/events', BATCH],
    ['GZIP, identity', '/v1/events', BATCH],
    ['gzip', '/v1/orders/1/release', 'application/json'],
    ['br', '/v1/orders/1/release', 'application/json'],
    ['deflate', `${PAYEE_IMPORT}?format=csv`, 'text/csv'],
  ])('that are packed by %s hear what is taken instead', async (encoding, url, contentType) => {
    const packed = { 'content-type': contentType, 'content-encoding': encoding };
    const payload = gzipSync(JSON.stringify([FACT]));
    for (const [key, status] of [
      ['local', url === '/v1/events' ? 415 : 403],
      ['officer', url.includes('release') ? 415 : 403],
      ['preparer', url === PAYEE_IMPORT || url.startsWith(`${PAYEE_IMPORT}?`) ? 415 : 403],
    ] as const) {
      const headers = { authorization: `Bearer ${key}-secret`, ...packed };
      const answer = await gateway.inject({ method: 'POST', url, headers, payload });
      expect(answer.statusCode).toBe(status);
      expect(api.problemDocument.parse(answer.json()).status).toBe(status);
      const taken = url === '/v1/events' ? 'gzip, identity' : 'identity';
      if (status === 415) expect(answer.headers['accept-encoding']).toBe(taken);
    }
  });

  it('may say that they are not packed', async () => {
    const headers = {
      authorization: 'Bearer local-secret',
      'content-type': BATCH,
      'content-encoding': 'Identity',
    };
    const answer = await gateway.inject({ method: 'POST', url: '/v1/events', headers, payload: '[5]' });
    expect(answer.statusCode).toBe(200);
  });

  it('with a table of accounts hear of every cell before anything is proposed', async () => {
    const table = PAYEE_TABLE.replace('6222021702000001234', '6.22E+18').replace('102491002010', '1');
    const answer = await ask('preparer', 'POST', `${PAYEE_IMPORT}?format=csv`, table, 'text/csv');
    expect(answer.statusCode).toBe(400);
    expect(api.problemDocument.parse(answer.json()).faults?.map(({ field }) => field)).toEqual([
      '2.账号',
      '2.联行号',
    ]);
  });

  it('with more tables than are read at once are told to come again', async () => {
    const most = LIMITS.workbooksAtOnce.most;
    const answers = await Promise.all(
      Array.from({ length: most + 1 }, () =>
        ask('preparer', 'POST', `${PAYEE_IMPORT}?format=xlsx`, PAYEE_TABLE, 'application/octet-stream'),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([...Array(most).fill(400), 429]);
    const refused = answers.find(({ statusCode }) => statusCode === 429);
    expect([refused?.headers['retry-after'], refused?.json().detail]).toEqual([
      '2',
      expect.stringContaining(`At most ${most} tables`),
    ]);
  });

  it('to no address are told where to look', async () => {
    const answer = await ask('reader', 'GET', '/v1/nothing');
    expect([answer.statusCode, api.problemDocument.parse(answer.json()).detail]).toEqual([
      404,
      expect.stringContaining('/docs'),
    ]);
  });

  it('are told when to come again while a service is away', async () => {
    const answer = await ask('local', 'POST', '/v1/events', [FACT], BATCH);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2']);
  });
});

describe('items that no register can be asked about', () => {
  it('are answered one by one, in the order sent', async () => {
    const items = [
      5,
      { id: 'a', type: 'duixian.unknown.v1' },
      { ...FACT, id: 'b', data: 'x'.repeat(131_072) },
      null,
      [],
    ];
    const answer = await ask('local', 'POST', '/v1/events', items, BATCH);
    const { results } = answer.json<{
      results: { index: number; id: string | null; faults: { reason: string }[] }[];
    }>();
    expect(results.map(({ index, id, faults }) => [index, id, faults.at(-1)?.reason])).toEqual([
      [0, null, 'not-cloudevent'],
      [1, 'a', 'unknown-type'],
      [2, 'b', 'too-large'],
      [3, null, 'not-cloudevent'],
      [4, null, 'not-cloudevent'],
    ]);
  });
});

describe('items that are nested too deep', () => {
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  const reasons = (answer: { json(): unknown }) =>
    (answer.json() as { results: { faults: { reason: string }[] }[] }).results.map(({ faults }) =>
      faults.map(({ reason }) => reason),
    );

  it('are refused each by itself, whatever their type', async () => {
    const items = [
      `{"type":${deep(20_000)}}`,
      '{"type":"x"}',
      deep(500_000),
      `{"x":${deep(63)}}`,
      `{"x":${deep(64)}}`,
    ];
    const answer = await ask('local', 'POST', '/v1/events', `[${items.join()}]`, BATCH);
    expect(reasons(answer).map((all) => all.at(-1))).toEqual([
      'too-large',
      'unknown-type',
      'too-large',
      'missing-field',
      'too-large',
    ]);
  });

  it('are so in structured and in binary mode, where the data is the second level', async () => {
    const structured = await ask(
      'local',
      'POST',
      '/v1/events',
      `{"x":${deep(64)}}`,
      'application/cloudevents+json',
    );
    expect(reasons(structured)).toEqual([['too-large']]);
    for (const [levels, isTooDeep] of [
      [63, false],
      [64, true],
      [200_000, true],
    ] as const) {
      const headers = {
        authorization: 'Bearer local-secret',
        'content-type': 'application/json',
        'ce-type': 'x',
      };
      const answer = await gateway.inject({
        method: 'POST',
        url: '/v1/events',
        headers,
        payload: deep(levels),
      });
      expect(reasons(answer)[0]?.includes('too-large')).toBe(isTooDeep);
    }
  });
});

describe('a key that asks too often', () => {
  it('is told when to go on, and others are not held up', async () => {
    const slow = await open(2);
    const from = (name: string) =>
      slow
        .inject({ url: '/v1/nothing', headers: {} })
        .then(() => slow.inject({ url: '/v1/facts', headers: { authorization: `Bearer ${name}-secret` } }));
    await from('reader');
    await from('reader');
    const third = await from('reader');
    expect([third.statusCode, api.problemDocument.parse(third.json()).status]).toEqual([429, 429]);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('officer')).statusCode).toBe(503);
    await slow.close();
  });
});

describe('a service that does not answer', () => {
  it('has its time for dead letters, and then 503 says when to ask again', async () => {
    const ofCalls = jest.replaceProperty(LIMITS.callMs as { most: number }, 'most', 60_000);
    const time = jest.replaceProperty(LIMITS.deadLettersMs as { most: number }, 'most', 300);
    const silent = http2.createServer();
    const sockets = new Set<Socket>();
    silent.on('connection', (socket: Socket) => sockets.add(socket));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const patient = await open(100, [], `127.0.0.1:${(silent.address() as AddressInfo).port}`);
    try {
      const answer = await patient.inject({
        method: 'POST',
        url: '/v1/dead-letters/resend',
        headers: { authorization: 'Bearer officer-secret' },
        payload: { ids: ['awards:65f000000000000000000000'] },
      });
      expect([answer.statusCode, api.problemDocument.parse(answer.json()).status]).toEqual([503, 503]);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      time.restore();
      ofCalls.restore();
      await patient.close();
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  }, 30_000);
});

describe('an address that tries wrong keys', () => {
  it('is not looked at beyond some, and holds up no key that was in use there', async () => {
    const from = (key: string, remoteAddress: string) =>
      gateway.inject({
        url: '/v1/policy',
        remoteAddress,
        headers: { authorization: `Bearer ${key}` },
      });
    const [there, elsewhere] = ['192.0.2.7', '192.0.2.8'];
    expect((await from('reader-secret', there)).statusCode).toBe(503);
    let looked = 0;
    let refused = await from('guess', there);
    for (; refused.statusCode === 401; looked += 1) refused = await from(`guess-${looked}`, there);
    // A slow machine allows one more now and then.
    expect(looked).toBeGreaterThanOrEqual(LIMITS.wrongKeys.most);
    expect(looked).toBeLessThan(2 * LIMITS.wrongKeys.most);
    expect([refused.statusCode, api.problemDocument.parse(refused.json()).status]).toEqual([429, 429]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    // Not even a right key is accepted, unless it was in use at that address.
    expect((await from('officer-secret', there)).statusCode).toBe(429);
    expect((await from('reader-secret', there)).statusCode).toBe(503);
    expect((await from('officer-secret', elsewhere)).statusCode).toBe(503);
    expect((await gateway.inject({ url: '/openapi.json', remoteAddress: there })).statusCode).toBe(200);
  });

  it('is the client, not the proxy, where the proxy is trusted', async () => {
    const behind = await open(100_000, ['10.0.0.0/8']);
    const from = (key: string, client: string, remoteAddress = '10.1.2.3') =>
      behind.inject({
        url: '/v1/policy',
        remoteAddress,
        headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': client },
      });
    while ((await from('wrong', '192.0.2.7')).statusCode === 401);
    expect((await from('reader-secret', '192.0.2.7')).statusCode).toBe(429);
    expect((await from('reader-secret', '192.0.2.8')).statusCode).toBe(503);
    // An address that is not a trusted proxy cannot report other clients' addresses.
    const guess = (count: number) => from('wrong', `192.0.2.${count}`, '203.0.113.1');
    let looked = 0;
    while ((await guess(looked % 200)).statusCode === 401) looked += 1;
    expect(looked).toBeLessThan(2 * LIMITS.wrongKeys.most);
    await behind.close();
  });
});

describe('a request without a right', () => {
  it('counts like any other', async () => {
    const slow = await open(2);
    const ask = (url: string, authorization?: string) =>
      slow.inject({ url, headers: authorization ? { authorization } : {} });
    const statuses = async (url: string, authorization?: string) => {
      const answers = [];
      for (let count = 0; count < 3; count += 1) answers.push((await ask(url, authorization)).statusCode);
      return answers;
    };
    expect(await statuses('/v1/dead-letters', 'Bearer reader-secret')).toEqual([403, 403, 429]);
    expect(await statuses('/v1/nothing')).toEqual([404, 404, 429]);
    expect((await ask('/v1/policy')).statusCode).toBe(429);
    expect((await ask('/openapi.json')).statusCode).toBe(429);
    await slow.close();
  });
});

describe('the OpenAPI document', () => {
  it('is 3.1 and holds every endpoint with its words in both languages, its scopes and its problems', async () => {
    const document = (await gateway.inject('/openapi.json')).json<{
      openapi: string;
      webhooks: object;
      paths: Record<string, Record<string, { summary: string; security: object[]; responses: object }>>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    for (const { method, path, access, keyInPath } of allEndpoints) {
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      expect(operation?.summary).toMatch(/[a-z].* · .*\p{Script=Han}/u);
      expect(operation?.security).toEqual(access === 'open' || keyInPath !== undefined ? [] : [{ key: [] }]);
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '500']));
    }
    expect(Object.keys(document.paths)).toHaveLength(new Set(allEndpoints.map(({ path }) => path)).size);
    expect(Object.keys(document.webhooks)).toEqual([...api.FEED_EVENT_TYPES]);
  });

  it('describes the facts that may be sent, in all three modes', async () => {
    const document = (await gateway.inject('/openapi.json')).json<{
      paths: Record<string, { post: { requestBody: { content: object } } }>;
    }>();
    const content = document.paths['/v1/events']?.post.requestBody.content;
    expect(Object.keys(content ?? {})).toEqual([
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
      'application/json',
    ]);
    expect(JSON.stringify(content)).toContain('technologyAmountFen');
  });
});
