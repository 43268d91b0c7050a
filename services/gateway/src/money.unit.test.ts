import * as api from '@duixian/api';
import { awardsV1, budgetsV1, disbursementV1, recoveriesV1, runsV1 } from '@duixian/proto';
import { createLogger, RpcError, rpcStatus, unary } from '@duixian/runtime';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { keyringOf } from './access/keyring-for-tests.ts';
import { buildGateway } from './gateway.ts';
import { connectServices, type Services } from './services.ts';

// The gateway before a service that answers as its contract says: which requests it gets, and what becomes of its
// answers.
const AWAY = '127.0.0.1:1';
const FIRM = '91410100170051134L';
const SCOPES: Record<string, string[]> = {
  wang: ['prepare'],
  li: ['approve'],
  finance: ['treasury'],
  firm: [`read:entity:${FIRM}`],
  other: ['read:entity:91410100719182239A'],
};

const RUN: runsV1.Run = {
  id: '2026-01',
  title: '第一批',
  programme: 'awards',
  fiscalYear: 2026,
  groups: ['contracts'],
  years: [2018],
  smallestFen: 100n,
  state: 'RUN_STATE_PUBLISHED',
  step: '',
  publicity: { from: '2026-03-02', until: '2026-03-06', workingDays: 5 },
  lines: 2,
  linesOut: 1,
  undecidedObjections: 0,
  draftFen: 30_000_001n,
  publishedFen: 20_000_001n,
  approvedFen: 0n,
  issuedFen: 0n,
  notes: [{ event: 'draft', entity: '', by: 'wang', at: '2026-03-01T00:00:00.000Z', document: 'minutes 1' }],
};
const LINE: runsV1.RunLine = {
  entity: FIRM,
  name: '某公司',
  amounts: [],
  published: [{ year: 2018, group: 'contracts', fen: 20_000_001n }],
  draftFen: 20_000_001n,
  out: 'objection',
  objections: [{ reason: 'r', by: 'wang', at: '2026-03-03T00:00:00.000Z', document: 'd' }],
  order: '',
};
const BUDGET: budgetsV1.Budget = {
  fiscalYear: 2026,
  programme: 'awards',
  name: '补助',
  functionalCode: '2060404',
  mode: 'runs',
  isKept: true,
  appropriatedFen: 9_007_199_254_740_991n,
  committedFen: 1n,
  orderedFen: 2n,
  availableFen: 9_007_199_254_740_988n,
  paidFen: 2n,
  returnedFen: 0n,
  changes: [{ number: 1, appropriatedFen: 9_007_199_254_740_991n, document: 'n', by: 'finance', at: 't' }],
};
const RECOVERY: recoveriesV1.Recovery = {
  id: `${FIRM}-D1`,
  entity: FIRM,
  name: '某公司',
  state: 'RECOVERY_STATE_WRITTEN_OFF',
  reason: '第十二条',
  dueOn: '2026-12-31',
  lines: [
    {
      year: 2018,
      group: 'contracts',
      demandedFen: 5n,
      entitledFen: 1n,
      paidFen: 6n,
      nettedOutFen: -1n,
      receivedFen: 0n,
      writtenOffFen: 0n,
    },
  ],
  demandedFen: 5n,
  receivedFen: 2n,
  writtenOffFen: 3n,
  outstandingFen: 0n,
  notes: [{ event: 'demand', fen: 5n, id: '', by: 'wang', at: 't', document: 'd' }],
};
const TRANSFER: recoveriesV1.Transfer = {
  id: 'B-7',
  amountFen: 5n,
  parts: [
    { recovery: `${FIRM}-D1`, fen: 2n },
    { recovery: `${FIRM}-D2`, fen: 3n },
  ],
  partsFen: 5n,
  document: 'd',
  by: 'finance',
  at: '2026-03-02T00:00:00.000Z',
};
const JOURNAL_ENTRY: disbursementV1.Movement = {
  uscc: FIRM,
  at: '2026-03-02T00:00:00.000Z',
  cause: 'netting',
  id: '',
  step: '',
  by: '',
  because: '',
  lines: [
    { year: 2018, group: 'contracts', book: 'nettedOut', fen: -7n },
    { year: 2018, group: 'contracts', book: 'open', fen: 7n },
  ],
};
const ORDER: disbursementV1.Order = {
  ...disbursementV1.Order.decode(new Uint8Array()),
  id: '2026-01-X',
  state: 'ORDER_STATE_PAID',
  amountFen: 3n,
  payeeAccountNo: '6222021702000001234',
  entity: FIRM,
  lines: [{ year: 2018, group: 'contracts', fen: 3n }],
};
const PAYABLE: disbursementV1.Payable = {
  ...disbursementV1.Payable.decode(new Uint8Array()),
  entity: FIRM,
  uscc: FIRM,
  year: 2018,
  group: 'contracts',
  reservedFen: 1n,
  receivedFen: 2n,
  writtenOffFen: 3n,
};

/** The calls that the service received, by name. */
const asked: [string, unknown][] = [];
let server: Server;
let services: Services;
let gateway: FastifyInstance;

function answer<Request, Response>(name: string, response: Response) {
  return unary<Request, Response>(async (request) => {
    asked.push([name, request]);
    return response;
  });
}

function refuse(detail: string) {
  return unary<unknown, never>(async () => {
    throw new RpcError(rpcStatus.FAILED_PRECONDITION, detail);
  });
}

async function startService(): Promise<string> {
  server = new Server();
  server.addService(runsV1.RunServiceService, {
    draftRun: answer('draftRun', { run: RUN, isNew: true }),
    getRun: answer('getRun', { run: RUN }),
    listRuns: answer('listRuns', { runs: [RUN], next: '' }),
    listRunLines: answer('listRunLines', { lines: [LINE], next: FIRM }),
    stepRun: answer('stepRun', { run: { ...RUN, step: 'approve', publicity: undefined }, isNew: true }),
    changeLine: answer('changeLine', { line: LINE, isNew: true }),
  });
  server.addService(budgetsV1.BudgetServiceService, {
    listBudgets: answer('listBudgets', { budgets: [BUDGET] }),
    appropriate: answer('appropriate', { budget: BUDGET, isNew: true }),
  });
  server.addService(recoveriesV1.RecoveryServiceService, {
    listRecoveries: answer('listRecoveries', { recoveries: [RECOVERY], next: '' }),
    getRecovery: answer('getRecovery', { recovery: RECOVERY }),
    demand: refuse('Nothing can be recovered.'),
    receive: answer('receive', { recovery: RECOVERY, isNew: true }),
    receiveTransfer: answer('receiveTransfer', { transfer: TRANSFER, isNew: true }),
    getTransfer: answer('getTransfer', { transfer: TRANSFER }),
    writeOff: answer('writeOff', { recovery: RECOVERY, isNew: true }),
  });
  server.addService(disbursementV1.DisbursementServiceService, {
    ...disbursementAnswers(),
  } as never);
  server.addService(awardsV1.AwardsServiceService, {
    listAccounts: answer('listAccounts', { accounts: [], next: '' }),
  } as never);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

function disbursementAnswers() {
  return {
    resolveOrder: answer('resolveOrder', { order: ORDER }),
    getOrder: answer('getOrder', { order: ORDER }),
    listMovements: answer('listMovements', { movements: [JOURNAL_ENTRY], next: 'm2' }),
    listPayables: answer('listPayables', { payables: [PAYABLE], next: '' }),
  };
}

beforeAll(async () => {
  const service = await startService();
  const away = { partners: AWAY, institutions: AWAY, contracts: AWAY, metering: AWAY };
  services = connectServices({ ...away, awards: service, disbursement: service });
  gateway = await buildGateway({
    keyring: keyringOf(SCOPES, (name) => name),
    services,
    log: createLogger('gateway', 'silent'),
    meter: metrics.getMeter('test'),
    requestsPerMinute: 100_000,
  });
});

beforeEach(() => {
  asked.length = 0;
});

afterAll(async () => {
  await gateway.close();
  services.close();
  server.forceShutdown();
});

function ask(key: string, method: 'GET' | 'POST', url: string, payload?: object) {
  return gateway.inject({
    method,
    url,
    headers: { authorization: `Bearer ${key}` },
    ...(payload && { payload }),
  });
}

describe('what a person does', () => {
  const document = 'minutes 7';
  it.each<[string, string, string, object, string, object]>([
    [
      'drafts a run of everything',
      'wang',
      '/v1/runs',
      { id: '2026-01', title: 't', programme: 'awards', document },
      'draftRun',
      { id: '2026-01', title: 't', programme: 'awards', groups: [], years: [], smallestFen: 0n, by: 'wang' },
    ],
    [
      'drafts a run of some',
      'wang',
      '/v1/runs',
      {
        id: 'A',
        title: 't',
        programme: 'awards',
        groups: ['contracts'],
        years: [2018],
        smallestFen: 100,
        document,
      },
      'draftRun',
      { groups: ['contracts'], years: [2018], smallestFen: 100n, document },
    ],
    ...(
      [
        ['publishes', 'wang', 'publish', 'RUN_STEP_PUBLISH'],
        ['approves', 'li', 'approve', 'RUN_STEP_APPROVE'],
        ['issues', 'li', 'issue', 'RUN_STEP_ISSUE'],
        ['closes', 'wang', 'close', 'RUN_STEP_CLOSE'],
        ['cancels', 'li', 'cancel', 'RUN_STEP_CANCEL'],
      ] as const
    ).map(
      ([what, by, path, step]) =>
        [
          `${what} a run`,
          by,
          `/v1/runs/2026-01/${path}`,
          { document },
          'stepRun',
          { id: '2026-01', step, by, document },
        ] as [string, string, string, object, string, object],
    ),
    [
      'writes an objection down',
      'wang',
      '/v1/runs/2026-01/objections',
      { entity: FIRM, reason: 'r', document },
      'changeLine',
      { run: '2026-01', entity: FIRM, by: 'wang', reason: 'r', document, change: 'CHANGE_OBJECT' },
    ],
    [
      'upholds it',
      'wang',
      '/v1/runs/2026-01/objections/decide',
      { entity: FIRM, upheld: true, reason: 'r', document },
      'changeLine',
      { change: 'CHANGE_UPHOLD' },
    ],
    [
      'dismisses it',
      'wang',
      '/v1/runs/2026-01/objections/decide',
      { entity: FIRM, upheld: false, reason: 'r', document },
      'changeLine',
      { change: 'CHANGE_DISMISS' },
    ],
    [
      'sets a budget',
      'finance',
      '/v1/budgets/2026/awards',
      { appropriatedFen: 9_007_199_254_740_991, document },
      'appropriate',
      {
        fiscalYear: 2026,
        programme: 'awards',
        appropriatedFen: 9_007_199_254_740_991n,
        document,
        by: 'finance',
      },
    ],
    [
      'receives money',
      'finance',
      `/v1/recoveries/${FIRM}-D1/receipts`,
      { id: 'B-1', amountFen: 2, document },
      'receive',
      { recovery: `${FIRM}-D1`, id: 'B-1', fen: 2n, document, by: 'finance' },
    ],
    [
      'receives one transfer for several demands',
      'finance',
      '/v1/transfers-back',
      { id: 'B-7', amountFen: 5, parts: [{ recovery: `${FIRM}-D1`, fen: 5 }], document },
      'receiveTransfer',
      { id: 'B-7', amountFen: 5n, parts: [{ recovery: `${FIRM}-D1`, fen: 5n }], document, by: 'finance' },
    ],
    [
      'writes money off',
      'li',
      `/v1/recoveries/${FIRM}-D1/write-off`,
      { document },
      'writeOff',
      { recovery: `${FIRM}-D1`, document, by: 'li' },
    ],
    [
      'resolves an order',
      'li',
      '/v1/orders/2026-01-X/resolve',
      { state: 'returned', document },
      'resolveOrder',
      { id: '2026-01-X', state: 'ORDER_STATE_RETURNED', document, by: 'li' },
    ],
  ])('%s: the service is told, with the name of the key', async (_, key, url, body, call, request) => {
    const { statusCode } = await ask(key, 'POST', url, body);
    expect(statusCode).toBe(200);
    expect(asked).toEqual([[call, expect.objectContaining(request)]]);
  });

  it('is refused in the words of the service', async () => {
    const body = { entity: FIRM, dueOn: '2026-12-31', reason: 'r', document };
    const refused = await ask('wang', 'POST', '/v1/recoveries', body);
    expect(api.problemDocument.parse(refused.json())).toMatchObject({
      status: 409,
      detail: 'Nothing can be recovered.',
    });
  });
});

describe('answers', () => {
  it.each<[string, string, string, z.ZodType, object]>([
    [
      'a run',
      '/v1/runs/2026-01',
      '',
      api.runSchema,
      {
        state: 'published',
        step: null,
        smallestFen: 100,
        draftFen: 30_000_001,
        publicity: { workingDays: 5 },
        notes: [{ entity: null, by: 'wang' }],
      },
    ],
    ['runs', '/v1/runs', 'runs', api.runSchema, { id: '2026-01' }],
    [
      'lines of a run',
      '/v1/runs/2026-01/lines',
      'lines',
      api.runLineSchema,
      {
        published: [{ year: 2018, group: 'contracts', fen: 20_000_001 }],
        approvedFen: null,
        out: 'objection',
        order: null,
        objections: [{ outcome: null }],
      },
    ],
    [
      'budgets',
      '/v1/budgets?year=2026',
      'budgets',
      api.budgetSchema,
      { appropriatedFen: 9_007_199_254_740_991, availableFen: 9_007_199_254_740_988, isKept: true },
    ],
    [
      'a demand',
      `/v1/recoveries/${FIRM}-D1`,
      '',
      api.recoverySchema,
      { state: 'written-off', lines: [{ nettedOutFen: -1 }], notes: [{ id: null, fen: 5 }] },
    ],
    [
      'a transfer that came back',
      '/v1/transfers-back/B-7',
      '',
      api.transferSchema,
      { amountFen: 5, partsFen: 5, parts: [{ recovery: `${FIRM}-D1`, fen: 2 }, { fen: 3 }] },
    ],
    ['demands', '/v1/recoveries', 'recoveries', api.recoverySchema, { demandedFen: 5 }],
    [
      'journal entries',
      `/v1/journal-entries/${FIRM}`,
      'journalEntries',
      api.journalEntrySchema,
      {
        cause: 'netting',
        id: null,
        step: null,
        by: null,
        because: null,
        lines: [
          { book: 'nettedOut', fen: -7 },
          { book: 'open', fen: 7 },
        ],
      },
    ],
    [
      'an order',
      '/v1/orders/2026-01-X',
      '',
      api.orderSchema,
      { lines: [{ year: 2018, group: 'contracts', fen: 3 }], run: null, replaces: null, state: 'paid' },
    ],
    [
      'payables',
      '/v1/payables',
      'payables',
      api.payableSchema,
      { reservedFen: 1, receivedFen: 2, writtenOffFen: 3 },
    ],
  ])('%s are as their schema says', async (_, url, list, schema, expected) => {
    const answer = await ask('wang', 'GET', url);
    expect(answer.statusCode).toBe(200);
    const body = answer.json<Record<string, unknown[]>>();
    const one = list === '' ? body : body[list]?.[0];
    expect(schema.parse(one)).toEqual(one);
    expect(one).toMatchObject(expected);
  });

  it('of a step say which one is under way', async () => {
    const answer = await ask('li', 'POST', '/v1/runs/2026-01/approve', { document: 'd' });
    expect(answer.json()).toMatchObject({ step: 'approve', publicity: null });
  });

  it('by page say how to go on', async () => {
    const first = await ask('wang', 'GET', `/v1/journal-entries/${FIRM}?after=m1&limit=1`);
    expect(first.json()).toMatchObject({ next: 'm2' });
    expect(asked.at(-1)).toEqual(['listMovements', { entity: FIRM, after: 'm1', limit: 1 }]);
    expect((await ask('wang', 'GET', '/v1/runs')).json()).toMatchObject({ next: null });
  });

  it('give an entity its own journal entries and nobody else’s', async () => {
    expect((await ask('firm', 'GET', `/v1/journal-entries/${FIRM}`)).statusCode).toBe(200);
    expect((await ask('other', 'GET', `/v1/journal-entries/${FIRM}`)).statusCode).toBe(403);
  });

  it('give an entity the demands against it and nobody else’s', async () => {
    expect((await ask('firm', 'GET', '/v1/recoveries')).json()).toMatchObject({
      recoveries: [{ id: `${FIRM}-D1`, entity: FIRM }],
    });
    expect(asked.at(-1)).toEqual(['listRecoveries', { entity: FIRM, after: '', limit: 100 }]);
    expect((await ask('firm', 'GET', `/v1/recoveries/${FIRM}-D1`)).statusCode).toBe(200);
    // The refusal does not reveal that there is such a demand.
    expect((await ask('other', 'GET', `/v1/recoveries/${FIRM}-D1`)).statusCode).toBe(404);
    expect((await ask('other', 'GET', `/v1/recoveries?entity=${FIRM}`)).statusCode).toBe(403);
    // Letters and acts are for officers only.
    expect((await ask('firm', 'GET', `/v1/recoveries/${FIRM}-D1/letter`)).statusCode).toBe(403);
  });
});

describe('requests that are not right', () => {
  const run = { id: '2026-01', title: 't', programme: 'awards', document: 'd' };
  const receipt = { id: 'B-1', amountFen: 1, document: 'd' };
  const demand = { entity: FIRM, dueOn: '2026-12-31', reason: 'r', document: 'd' };
  it.each<[string, string, string, object, string]>([
    ['nothing received', 'finance', '/v1/recoveries/x/receipts', { ...receipt, amountFen: 0 }, 'amountFen'],
    ['less than nothing', 'finance', '/v1/recoveries/x/receipts', { ...receipt, amountFen: -1 }, 'amountFen'],
    ['half a fen', 'finance', '/v1/recoveries/x/receipts', { ...receipt, amountFen: 1.5 }, 'amountFen'],
    [
      'an amount as text',
      'finance',
      '/v1/recoveries/x/receipts',
      { ...receipt, amountFen: '1' },
      'amountFen',
    ],
    [
      'a transfer that settles nothing',
      'finance',
      '/v1/transfers-back',
      { id: 'B-1', amountFen: 1, parts: [], document: 'd' },
      'parts',
    ],
    [
      'a part of nothing',
      'finance',
      '/v1/transfers-back',
      { id: 'B-1', amountFen: 1, parts: [{ recovery: 'x', fen: 0 }], document: 'd' },
      'parts.0.fen',
    ],
    [
      'a budget below nothing',
      'finance',
      '/v1/budgets/2026/a',
      { appropriatedFen: -1, document: 'd' },
      'appropriatedFen',
    ],
    [
      'a budget that JSON does not keep exact',
      'finance',
      '/v1/budgets/2026/a',
      { appropriatedFen: 9_007_199_254_740_992, document: 'd' },
      'appropriatedFen',
    ],
    ['a budget of no year', 'finance', '/v1/budgets/26/a', { appropriatedFen: 1, document: 'd' }, 'year'],
    ['a smallest amount below 0', 'wang', '/v1/runs', { ...run, smallestFen: -1 }, 'smallestFen'],
    ['a run without a paper', 'wang', '/v1/runs', { ...run, document: '' }, 'document'],
    ['an id in small letters', 'wang', '/v1/runs', { ...run, id: 'first' }, 'id'],
    ['an id that is too long', 'wang', '/v1/runs', { ...run, id: 'A'.repeat(33) }, 'id'],
    ['years as text', 'wang', '/v1/runs', { ...run, years: ['2018'] }, 'years.0'],
    ['a field that there is not', 'wang', '/v1/runs', { ...run, by: 'li' }, 'by'],
    ['another actor', 'wang', '/v1/runs/x/publish', { document: 'd', by: 'li' }, 'by'],
    ['a day that there is not', 'wang', '/v1/recoveries', { ...demand, dueOn: '2026-02-29' }, 'dueOn'],
    ['a day in other words', 'wang', '/v1/recoveries', { ...demand, dueOn: '31.12.2026' }, 'dueOn'],
    ['no USCC', 'wang', '/v1/recoveries', { ...demand, entity: `${FIRM.slice(0, 17)}X` }, 'entity'],
    [
      'a decision as a word',
      'wang',
      '/v1/runs/x/objections/decide',
      { entity: FIRM, upheld: 'yes', reason: 'r', document: 'd' },
      'upheld',
    ],
    ['a state that settles nothing', 'li', '/v1/orders/x/resolve', { state: 'sent', document: 'd' }, 'state'],
  ])('%s: nobody behind is asked', async (_, key, url, body, field) => {
    const refused = await ask(key, 'POST', url, body);
    const { status, faults } = api.problemDocument.parse(refused.json());
    expect([status, faults?.map((fault) => fault.field)]).toEqual([400, [field]]);
    expect(faults?.[0]?.message).toMatch(/must be|not a field|unknown/);
    expect(asked).toEqual([]);
  });

  const account = {
    ...{ accountName: '示例公司', accountNo: '6222021702000000013', bankName: '某银行' },
    ...{ bankCode: '102491002010', document: '来函' },
  };
  const propose = `/v1/payees/${FIRM}/propose`;
  const end = `/v1/payees/${FIRM}/suspend`;
  it.each<[string, string, object, string, string]>([
    ['wang', '/v1/runs', { ...run, title: '第一批\u200b' }, 'title', 'U+200B is character 4'],
    ['wang', '/v1/runs', { ...run, title: '批'.repeat(201) }, 'title', 'at most 200 characters'],
    ['wang', '/v1/recoveries', { ...demand, reason: '\u202e误付' }, 'reason', 'U+202E is character 1'],
    ['wang', '/v1/recoveries', { ...demand, document: '函\u0007' }, 'document', 'U+0007 is character 2'],
    ['finance', '/v1/recoveries/x/receipts', { ...receipt, id: 'B-1 ' }, 'id', 'U+0020 is character 4'],
    ['finance', '/v1/recoveries/x/receipts', { ...receipt, id: 'B-１' }, 'id', 'U+FF11 is character 3'],
    ['wang', propose, { ...account, accountNo: '６222021' }, 'accountNo', 'where U+0036 would be right'],
    ['wang', propose, { ...account, accountNo: '6222021702000000000' }, 'accountNo', 'looks cut'],
    ['wang', propose, { ...account, bankName: '某\u00ad银行' }, 'bankName', 'U+00AD is character 2'],
    ['wang', propose, { ...account, document: '长'.repeat(501) }, 'document', 'at most 500 characters'],
    ['wang', end, { number: 1, reason: '停\ufeff用' }, 'reason', 'U+FEFF is character 2'],
  ])('%s %s: a text says which of its characters is wrong', async (key, url, body, field, message) => {
    const refused = await ask(key, 'POST', url, body);
    const { status, faults } = api.problemDocument.parse(refused.json());
    expect([status, faults]).toMatchObject([400, [{ field, message: expect.stringContaining(message) }]]);
    expect(asked).toEqual([]);
  });

  it('budgets of no year are not listed', async () => {
    expect((await ask('wang', 'GET', '/v1/budgets')).statusCode).toBe(400);
  });
});
