import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyArchive } from '@duixian/documents/verify-archive';
import { findPacks } from '@duixian/policy';
import { awardsV1, budgetsV1, disbursementV1, recoveriesV1, runsV1 } from '@duixian/proto';
import { createLogger, streaming, unary } from '@duixian/runtime';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { keyOf } from './access/key.ts';
import { keyringOf } from './access/keyring-for-tests.ts';
import { buildGateway } from './gateway.ts';
import { orderRecords, payeeRecords } from './runs/archive-records.ts';
import { connectServices, type Services } from './services.ts';

// The documents of payment runs and demands, from services that answer as their contracts say.
const AWAY = '127.0.0.1:1';
const FIRMS = ['91410100170051134L', '91410100719182239A', '91410100MA44HRPD7A'] as const;
const [FIRM, OTHER, OUT] = FIRMS;
const GROUP = 'import-technology';
const AT = '2026-03-01T20:00:00.000Z';
const note = (event: string, by: string) => ({ event, entity: '', by, at: AT, document: `${event} 1号` });

const RUN: runsV1.Run = {
  ...runsV1.Run.decode(new Uint8Array()),
  id: '2026-01',
  title: '第一批',
  programme: 'awards',
  fiscalYear: 2026,
  state: 'RUN_STATE_ISSUED',
  publicity: { from: '2026-03-03', until: '2026-03-09', workingDays: 5 },
  lines: 3,
  linesOut: 1,
  draftFen: 700n,
  publishedFen: 700n,
  approvedFen: 400n,
  issuedFen: 300n,
  notes: [note('draft', 'wang'), note('publish', 'wang'), note('approve', 'li'), note('issue', 'li')],
};
const amount = (fen: bigint) => ({ year: 2018, group: GROUP, fen });
const line = (entity: string, publishedFen: bigint, issuedFen: bigint): runsV1.RunLine => ({
  entity,
  name: `公司 ${entity}`,
  amounts: issuedFen === 0n ? [] : [amount(issuedFen)],
  published: [amount(publishedFen)],
  draftFen: publishedFen,
  approvedFen: entity === OTHER ? issuedFen + 100n : issuedFen,
  issuedFen,
  out: issuedFen === 0n ? 'objection' : '',
  objections: [],
  order: issuedFen === 0n ? '' : `2026-01-${entity}`,
});
const LINES = [line(FIRM, 100n, 100n), line(OTHER, 300n, 200n), line(OUT, 300n, 0n)];
const RECOVERY: recoveriesV1.Recovery = {
  ...recoveriesV1.Recovery.decode(new Uint8Array()),
  id: `${FIRM}-D1`,
  entity: FIRM,
  name: '某公司',
  state: 'RECOVERY_STATE_DEMANDED',
  reason: '合同已作废',
  dueOn: '2026-12-31',
  lines: [
    {
      ...{ year: 2018, group: GROUP, demandedFen: 55n, entitledFen: 10n, paidFen: 100n },
      ...{ nettedOutFen: -20n, receivedFen: 5n, writtenOffFen: 15n },
    },
  ],
  demandedFen: 55n,
  notes: [{ event: 'demand', fen: 55n, id: '', by: 'wang', at: AT, document: '郑科追〔2026〕1号' }],
};

const order = (entity: string, fen: bigint): disbursementV1.Order => ({
  ...disbursementV1.Order.decode(new Uint8Array()),
  id: `2026-01-${entity}`,
  run: '2026-01',
  state: 'ORDER_STATE_PAID',
  entity,
  payeeUscc: entity,
  payeeName: `公司 ${entity}`,
  payeeAccountNo: '6222021702000001234',
  payeeBankCode: '102491002010',
  amountFen: fen,
  lines: [amount(fen)],
  issuedAt: '2026-03-12T00:00:00.000Z',
});
const ORDERS = [order(FIRM, 100n), order(OTHER, 200n)];
const ACCOUNT = {
  accountName: 'x',
  accountNo: '6222021702000001234',
  bankName: '',
  bankCode: '102491002010',
};
const OWN = { sharedWith: [], sharedBecause: '' };
const payee = (entity: string): disbursementV1.Payee => ({
  ...disbursementV1.Payee.decode(new Uint8Array()),
  entity,
  standing: 2,
  proposals: [
    { number: 1, account: { ...ACCOUNT, accountNo: '111111' }, by: 'x', at: AT, document: 'd', ...OWN },
    { number: 2, account: ACCOUNT, by: 'wang', at: AT, document: 'd', ...OWN },
  ],
  notes: [
    { event: 'confirm', number: 1, by: 'x', at: AT, because: '' },
    { event: 'confirm', number: 2, by: 'zhao', at: AT, because: '' },
    // Confirmed after the order, so not a person of that order's account.
    { event: 'confirm', number: 2, by: 'li', at: '2026-04-01T00:00:00.000Z', because: '' },
  ],
});
const journalEntry = (id: string, cause: string, lines: [string, bigint][]): disbursementV1.Movement => ({
  ...{ uscc: id.slice(8), at: AT, cause, id, step: cause === 'status' ? 'paid' : '', by: '', because: '' },
  lines: lines.map(([book, fen]) => ({ year: 2018, group: GROUP, book, fen })),
});

/** Two journal entries of an entity that has an order. */
function journalEntriesOf(entity: string): disbursementV1.Movement[][] {
  const found = ORDERS.find((one) => one.entity === entity);
  if (!found) return [];
  const { id, amountFen } = found;
  const order = journalEntry(id, 'order', [
    ['reserved', -amountFen],
    ['underWay', amountFen],
  ]);
  const status = journalEntry(id, 'status', [
    ['underWay', -amountFen],
    ['paid', amountFen],
  ]);
  return [[order], [status]];
}

let run = RUN;
/** Answers before the last one; the last answer repeats. */
const runs: runsV1.Run[] = [];
let server: Server;
let services: Services;
let gateway: FastifyInstance;

async function startService(): Promise<string> {
  server = new Server();
  server.addService(runsV1.RunServiceService, {
    getRun: unary(async () => ({ run: runs.shift() ?? run })),
    // Two to a page.
    listRunLines: unary(async ({ after }: runsV1.ListRunLinesRequest) =>
      after === '' ? { lines: LINES.slice(0, 2), next: OTHER } : { lines: LINES.slice(2), next: '' },
    ),
  } as never);
  server.addService(budgetsV1.BudgetServiceService, {
    listProgrammes: unary(async () => ({
      programmes: [{ ...budgetsV1.Programme.decode(new Uint8Array()), id: 'awards', name: '补助' }],
    })),
  } as never);
  server.addService(recoveriesV1.RecoveryServiceService, {
    getRecovery: unary(async () => ({ recovery: RECOVERY })),
  } as never);
  server.addService(disbursementV1.DisbursementServiceService, {
    getOrders: unary(async ({ ids }: disbursementV1.GetOrdersRequest) => ({
      orders: ORDERS.filter(({ id }) => ids.includes(id)),
    })),
    listPayees: unary(async ({ entities }: disbursementV1.ListPayeesRequest) => ({
      payees: entities.map(payee),
      next: '',
    })),
    readMovements: streaming(async function* ({ usccs }: disbursementV1.ReadMovementsRequest) {
      // An entity continues in the next message.
      for (const uscc of usccs)
        for (const journalEntries of journalEntriesOf(uscc))
          yield { entities: [{ entity: uscc, usccs: [uscc], movements: journalEntries }] };
    }),
  } as never);
  server.addService(awardsV1.AwardsServiceService, {
    listAccounts: unary(async () => ({ accounts: [], next: '' })),
    explainAccounts: streaming(async function* ({ accounts }: awardsV1.ExplainAccountsRequest) {
      for (const { entity, year, group } of accounts) {
        const account = { ...awardsV1.Account.decode(new Uint8Array()), entity, year, group };
        const explanation =
          entity === OUT ? undefined : { account, claims: [], furtherClaims: 0n, noClaims: [] };
        yield { answers: [{ explanation }] };
      }
    }),
    getPolicy: unary(async () => {
      const inForce = { digest: '', engineVersion: 1, readings: {}, packs: findPacks('zhengzhou-2017-61') };
      return { policy: 'zhengzhou-2017-61', readings: {}, inForce, offered: undefined };
    }),
  } as never);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}

beforeAll(async () => {
  const service = await startService();
  const away = { partners: AWAY, institutions: AWAY, contracts: AWAY, metering: AWAY };
  services = connectServices({ ...away, awards: service, disbursement: service });
  gateway = await buildGateway({
    keyring: keyringOf({ wang: ['read'] }, (name) => name),
    services,
    log: createLogger('gateway', 'silent'),
    meter: metrics.getMeter('test'),
    requestsPerMinute: 100_000,
    office: { name: '市科技局', objectionsTo: '市科技局 0371', returnMoneyTo: '财政专户 1001' },
  });
});

beforeEach(() => {
  run = RUN;
});

afterAll(async () => {
  await gateway.close();
  services.close();
  server.forceShutdown();
});

function get(url: string) {
  return gateway.inject({ method: 'GET', url, headers: { authorization: 'Bearer wang' } });
}

describe('the list of a run', () => {
  it('is as it was made public, with articles and days', async () => {
    const { statusCode, headers, body } = await get('/v1/runs/2026-01/publication?format=html');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['content-disposition']).toBe('attachment; filename="2026-01.html"');
    expect(body).toContain('共 3 家单位，合计 7.00 元');
    expect(body).toMatch(/第五条 [^，]*，2018 年度，3\.00 元/);
    for (const part of ['补助', 'publish 1号', '2026-03-02', '2026-03-09', '市科技局 0371', OUT])
      expect(body).toContain(part);
  });

  it('is a workbook as well', async () => {
    const { rawPayload, headers } = await get('/v1/runs/2026-01/publication?format=xlsx');
    expect(headers['content-type']).toContain('spreadsheetml');
    expect(rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it.each<[string, Partial<runsV1.Run>]>([
    ['a draft', { state: 'RUN_STATE_DRAFT' }],
    ['a run that is being published', { state: 'RUN_STATE_DRAFT', step: 'publish' }],
    ['a draft that was cancelled', { state: 'RUN_STATE_CANCELLED', publicity: undefined }],
  ])('does not exist of %s', async (_, change) => {
    run = { ...RUN, ...change };
    const { statusCode, body } = await get('/v1/runs/2026-01/publication?format=html');
    expect([statusCode, body]).toEqual([409, expect.stringContaining('was not made public')]);
  });
});

describe('the letter of a demand', () => {
  it('is a document whose arithmetic is right', async () => {
    const { statusCode, headers, rawPayload } = await get(`/v1/recoveries/${FIRM}-D1/letter`);
    expect([statusCode, headers['content-disposition']]).toEqual([
      200,
      `attachment; filename="${FIRM}-D1.docx"`,
    ]);
    expect(rawPayload.subarray(0, 2).toString()).toBe('PK');
  });
});

describe('the archive of a run', () => {
  const keep = (bytes: Buffer) => {
    const path = join(mkdtempSync(join(tmpdir(), 'archive-')), '2026-01.zip');
    writeFileSync(path, bytes);
    return path;
  };

  it('holds everything, and stands up to being checked without the system', async () => {
    const { statusCode, headers, rawPayload } = await get('/v1/runs/2026-01/archive');
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/zip']);
    const { manifest, differences } = await verifyArchive(keep(rawPayload));
    expect(differences).toEqual([]);
    expect(manifest).toMatchObject({ run: '2026-01', exportedBy: 'wang', software: 'duixian 0.2.0' });
    expect(manifest?.files.map(({ name, records }) => [name, records])).toEqual([
      ['run.json', 1],
      ['lines.ndjson', 3],
      ['publication.html', 3],
      ['publication.xlsx', 3],
      ['orders.ndjson', 2],
      ['payees.ndjson', 2],
      ['explanations.ndjson', 3],
      ['movements.ndjson', 4],
    ]);
  });

  it('names the two persons who stand for an account as it was ordered, and its last digits', async () => {
    expect(await payeeRecords(services, [LINES[0] as runsV1.RunLine])).toEqual([
      expect.objectContaining({ accountNo: '…1234', number: 2, proposedBy: 'wang', confirmedBy: 'zhao' }),
    ]);
    const [ordered] = await orderRecords(
      services,
      keyOf({ id: 'T001', person: 'treasury', isMachine: true }, ['treasury']),
      [LINES[0] as runsV1.RunLine],
    );
    expect(ordered).toMatchObject({
      payeeAccountNo: '…1234',
      history: [{ cause: 'order' }, { step: 'paid' }],
    });
  });

  it('shows an approver who had a hand in the run', async () => {
    run = { ...RUN, notes: [...RUN.notes, note('object', 'li')] };
    const { rawPayload } = await get('/v1/runs/2026-01/archive');
    const { differences } = await verifyArchive(keep(rawPayload));
    expect(differences).toEqual(['run 2026-01 was approved by li, who also did object in it']);
  });

  it('breaks off where the run changes meanwhile', async () => {
    runs.push(RUN);
    run = { ...RUN, state: 'RUN_STATE_CLOSED' };
    await expect(get('/v1/runs/2026-01/archive')).rejects.toThrow();
  });

  it.each<[string, Partial<runsV1.Run>, string]>([
    ['a draft', { state: 'RUN_STATE_DRAFT' }, 'was not made public'],
    ['a run that is being issued', { state: 'RUN_STATE_APPROVED', step: 'issue' }, 'is being worked off'],
  ])('is not made of %s', async (_, change, detail) => {
    run = { ...RUN, ...change };
    const { statusCode, body } = await get('/v1/runs/2026-01/archive');
    expect([statusCode, body]).toEqual([409, expect.stringContaining(detail)]);
  });
});
