import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerReader, explainAccount, getOrder, type Route } from '@duixian/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import stringWidth from 'string-width';
import { demonstrationSummary } from './demo/demonstration-summary.ts';
import { demonstrationTable } from './demo/demonstration-table.ts';
import { buildProgram } from './program.ts';
import { print } from './report/lines.ts';
import { table } from './report/table.ts';
import { answerForTests } from './system/answer-for-tests.ts';
import type { Explanation, PaymentOrder } from './system/answers.ts';

// Every table and sentence of the command, before a gateway whose names and reasons are malicious, on terminals of
// three widths.
const FIRM = '91410100170051134L';
const AMOUNT_FEN = 900_719_925_474_099;
const AMOUNT = '9,007,199,254,740.99';
const ID = `${FIRM}-2018-demonstration-municipal-1`;
const WIDE = '郑州示例高新技术产业开发区国际技术转移中心有限责任公司'.repeat(4);
const HOSTILE = [
  'a\nGateway      http://elsewhere.example',
  '\u202Eevil\u202C\u2066x\u2069',
  'tab\tbed\r\u001b[2J',
  '👩‍🔬🏭한국어',
  'x'.repeat(150),
  WIDE,
].join(' ');
const AT = '2026-03-01T00:00:00.000Z';
/** As people read it, in Shanghai time. */
const AT_IN_SHANGHAI = '2026-03-01 08:00:00';
const amount = { year: 2018, group: 'demonstration-municipal', fen: AMOUNT_FEN };

const ORDER = {
  ...{ id: ID, entity: FIRM, payeeUscc: FIRM, payeeName: HOSTILE, amountFen: AMOUNT_FEN, lines: [amount] },
  ...{ state: 'rejected', issuedAt: AT, run: 'RUN-1', replaces: `${ID}-0`, treasuryReason: HOSTILE },
  contradiction: HOSTILE,
};
const RUN = {
  ...{
    id: '2026-01',
    title: HOSTILE,
    programme: 'recognised-institutions',
    fiscalYear: 2026,
    state: 'draft',
  },
  ...{ step: null, publicity: { from: '2026-03-01', until: '2026-03-09', workingDays: 5 }, lines: 2 },
  ...{ linesOut: 1, undecidedObjections: 0, draftFen: AMOUNT_FEN, publishedFen: AMOUNT_FEN },
  ...{ approvedFen: AMOUNT_FEN, issuedFen: AMOUNT_FEN },
  notes: [{ event: 'draft', entity: FIRM, by: HOSTILE, at: AT, document: HOSTILE }],
};
const LINE = {
  ...{ entity: FIRM, name: HOSTILE, amounts: [], published: [amount], draftFen: 1, approvedFen: AMOUNT_FEN },
  ...{ issuedFen: null, out: 'objection', objections: [{ reason: HOSTILE, by: HOSTILE, outcome: null }] },
  order: `2026-01-${FIRM}`,
};
const RECOVERY = {
  ...{
    id: `${FIRM}-D1`,
    entity: FIRM,
    name: HOSTILE,
    state: 'demanded',
    reason: HOSTILE,
    dueOn: '2026-12-31',
  },
  ...{ lines: [], demandedFen: AMOUNT_FEN, receivedFen: 7, writtenOffFen: 0, outstandingFen: 493 },
};
const BUDGET = {
  ...{ fiscalYear: 2026, programme: 'recognised-institutions', name: HOSTILE, isKept: false },
  ...{ appropriatedFen: AMOUNT_FEN, committedFen: 0, orderedFen: AMOUNT_FEN, availableFen: 0 },
  ...{ paidFen: AMOUNT_FEN, returnedFen: 0 },
};
const JOURNAL_ENTRY = {
  ...{ uscc: FIRM, at: AT, cause: 'order', id: ID, step: 'issue', by: HOSTILE, because: HOSTILE },
  lines: [
    { ...amount, book: 'underWay' },
    { ...amount, book: 'open' },
  ],
};
const ACCOUNT = {
  ...{ entity: FIRM, entityName: HOSTILE, year: 2018, group: 'demonstration-municipal', undecided: 0 },
  ...{ capFen: AMOUNT_FEN, claimedFen: AMOUNT_FEN, entitledFen: AMOUNT_FEN },
};
const OPEN = {
  ...{ entity: FIRM, uscc: FIRM, year: 2018, group: 'demonstration-municipal', openFen: AMOUNT_FEN },
  ...{ paidFen: 0, holds: ['above-straight-through', HOSTILE] },
};
const FACT = { type: 'duixian.contract.v1', subject: '2018410100000004' };
const CLAIM = {
  ...{
    entity: FIRM,
    year: 2018,
    group: 'demonstration-municipal',
    date: '2018-05-01',
    provision: 'facilitation',
  },
  ...{
    fact: FACT,
    beneficiary: FIRM,
    status: 'decided',
    baseFen: AMOUNT_FEN,
    rate: '0.1',
    amountFen: AMOUNT_FEN,
    grantedFen: AMOUNT_FEN,
  },
};
const NO_CLAIM = {
  ...{ provision: 'import', titleEn: HOSTILE, titleZh: '引进', article: 5, fact: FACT, factRevision: 2 },
  failed: [
    { condition: 'x', en: 'its status is registered', zh: '状态', foundEn: HOSTILE, foundZh: HOSTILE },
  ],
};
const EXPLANATION = {
  account: ACCOUNT,
  claims: [
    {
      ...{ claim: CLAIM, factSource: HOSTILE, factRevision: 3, article: 14, articleText: WIDE },
      ...{ titleEn: 'Facilitation', titleZh: '技术转移', arithmetic: `${AMOUNT} × 0.1 = ${AMOUNT}` },
      cutByCapFen: AMOUNT_FEN,
    },
  ],
  furtherClaims: 1_200,
  noClaims: [NO_CLAIM],
};
const PROPOSAL = { number: 1, accountNo: '6222020200112233445', bankName: HOSTILE, by: HOSTILE };
const PAYEE = { entity: FIRM, state: 'confirmed', standing: PROPOSAL, waiting: PROPOSAL };
const LETTER = {
  ...{ service: 'disbursement', id: '0198f0b2-7c1a-7d7e-9a55-1f2e3d4c5b6a', subject: 's', about: HOSTILE },
  ...{ reason: HOSTILE, at: AT },
};
const DISCARDED = { ...LETTER, discarded: { by: HOSTILE, at: AT, reason: HOSTILE } };
const SIDE = { orders: 3, paidFen: AMOUNT_FEN, returnedFen: AMOUNT_FEN, rejectedFen: AMOUNT_FEN };
const STATEMENT = {
  ...{ id: '2026-03-01/1', day: '2026-03-01', fileName: HOSTILE, round: 1, by: HOSTILE, at: AT, lines: 3 },
  ...{ repeatedLines: 0, matched: 1, missingHere: 1, missingThere: 1, different: 1, here: SIDE, there: SIDE },
};
const ITEM = {
  ...{ orderId: ID, class: 'different', repeatedLines: 0, amountFen: AMOUNT_FEN, payeeName: HOSTILE },
  ...{ state: 'paid', reportedAt: AT, lines: [{ amountFen: AMOUNT_FEN, payeeName: HOSTILE, state: 'paid' }] },
  differences: [{ field: 'name', here: HOSTILE, there: [HOSTILE, WIDE] }],
};
const COLLECTION = {
  ...{ service: 'disbursement', collection: 'entitlementParts', isDeclared: true, version: 2, documents: 9 },
  ...{ older: 1, unreadable: 0, missingIndexes: ['entity_1_year_1_group_1'], undeclaredIndexes: [HOSTILE] },
};
const SUSPENDED = { suspended: { by: HOSTILE, at: AT, because: HOSTILE }, past: [] };
const RECEIVED = {
  ...{ register: 'contracts', source: HOSTILE, facts: 3, newestRecordedAt: AT, newestTime: AT },
  ...{ missingFacts: 2, sendAgainFrom: AT },
};
const MISSING = {
  ...{ id: `contracts:contract/${FIRM}`, register: 'contracts', source: HOSTILE, revision: 2, time: AT },
  dismissed: null,
};
const DISMISSED = { ...MISSING, dismissed: { by: HOSTILE, at: AT, reason: HOSTILE } };
const MARKED = { ...FACT, source: HOSTILE, current: { revision: 2 }, marks: ['parties-changed', HOSTILE] };
const none = { next: null };

/** The command, the gateway's answers, and what must appear unbroken in the output. */
const PACK = { name: 'zhengzhou-2017-61', text: 'id: …', inForceFrom: '2017-05-12', inForceUntil: null };
const IN_FORCE = { digest: 'a'.repeat(64), engineVersion: 1, readings: { R1: 'together' }, packs: [PACK] };
const OWN_SETTINGS = {
  ...{ digest: 'c'.repeat(64), programmes: [{ id: 'awards', mode: 'straight-through' }] },
  ...{ needsPayee: true, settleForMs: 0, demandAfterDays: 30 },
};
const SETTINGS = {
  inForce: OWN_SETTINGS,
  offered: { ...OWN_SETTINGS, digest: 'd'.repeat(64), needsPayee: false },
  ...{ waiting: null, acts: [] },
};
const OFFERED = {
  ...IN_FORCE,
  digest: 'b'.repeat(64),
  engineVersion: 2,
  readings: { R1: 'apart' },
  packs: [
    { ...PACK, text: 'id: … ', inForceUntil: '2027-01-01' },
    { ...PACK, name: 'zhengzhou-2017-61@2027' },
  ],
};
const SHOWN: [words: string, answers: Record<string, unknown>, whole: string[]][] = [
  [
    'budget list 2026',
    { '/v1/budgets?year=2026': { budgets: [BUDGET] } },
    [AMOUNT, 'recognised-institutions'],
  ],
  ['payees list', { '/v1/payees': { payees: [PAYEE], ...none } }, [FIRM, PROPOSAL.accountNo]],
  ['runs list', { '/v1/runs': { runs: [RUN], ...none } }, [AMOUNT, '2026-01']],
  [
    'runs show 2026-01 --lines',
    { '/v1/runs/2026-01': RUN, '/v1/runs/2026-01/lines': { lines: [LINE], ...none } },
    [AMOUNT, FIRM, LINE.order, 'recognised-institutions'],
  ],
  [
    'dead-letters list',
    {
      '/v1/dead-letters': { deadLetters: [LETTER], ...none },
      '/v1/dead-letters?discarded=true': { deadLetters: [DISCARDED], ...none },
    },
    [LETTER.id, 'disbursement'],
  ],
  ['recoveries list', { '/v1/recoveries': { recoveries: [RECOVERY], ...none } }, [RECOVERY.id, AMOUNT]],
  [
    `statement ${FIRM}`,
    {
      [`/v1/journal-entries/${FIRM}`]: { journalEntries: [JOURNAL_ENTRY], ...none },
      [`/v1/recoveries?entity=${FIRM}`]: { recoveries: [RECOVERY], ...none },
    },
    [AMOUNT, FIRM, ID],
  ],
  ['orders list', { '/v1/orders': { orders: [ORDER], ...none } }, [ID, FIRM, AMOUNT]],
  ['treasury list', { '/v1/treasury/statements': { statements: [STATEMENT], ...none } }, [STATEMENT.id]],
  [
    'treasury show S',
    { '/v1/treasury/statements/S': { statement: STATEMENT, items: [ITEM], ...none } },
    [STATEMENT.id, ID, AMOUNT],
  ],
  ['treasury status', { '/v1/ordering': SUSPENDED }, [AT_IN_SHANGHAI]],
  [
    'status',
    {
      '/v1/pending': { pending: 3, unbelieved: 2, services: { partners: { deadLetters: 4 } } },
      '/v1/ordering': SUSPENDED,
      '/v1/received': { received: [RECEIVED], ...none },
      '/v1/policy': { policy: 'zhengzhou-2017-61', inForce: IN_FORCE, offered: OFFERED },
      '/v1/policy/settings': SETTINGS,
    },
    [AT, 'on their way', 'were not believed', 'missing in the feed', 'changes nothing'],
  ],
  [
    'policy show',
    { '/v1/policy': { policy: 'zhengzhou-2017-61', inForce: IN_FORCE, offered: OFFERED } },
    ['R1=together', 'zhengzhou-2017-61@2027'],
  ],
  ['policy settings show', { '/v1/policy/settings': SETTINGS }, ['needsPayee']],
  ['received', { '/v1/received': { received: [RECEIVED], ...none } }, [AT]],
  [
    'missing-facts list',
    {
      '/v1/missing-facts': { missingFacts: [MISSING], ...none },
      '/v1/missing-facts?dismissed=true': { missingFacts: [DISMISSED], ...none },
    },
    [MISSING.id, AT],
  ],
  ['marked', { '/v1/marked-records': { records: [MARKED], ...none } }, [FACT.subject]],
  [
    `explain ${FIRM} 2018 --lang en`,
    {
      [`/v1/accounts?entity=${FIRM}&year=2018`]: { accounts: [ACCOUNT], ...none },
      [`/v1/accounts/${FIRM}/2018/demonstration-municipal`]: EXPLANATION,
      [`/v1/no-claims?entity=${FIRM}&year=2018`]: { noClaims: [NO_CLAIM], ...none },
      [`/v1/payables?entity=${FIRM}`]: { payables: [OPEN], ...none },
    },
    [FIRM, AMOUNT, FACT.subject],
  ],
  [
    `explain order ${ID} --lang en`,
    {
      [`/v1/orders/${ID}`]: ORDER,
      [`/v1/accounts/${FIRM}/2018/demonstration-municipal`]: EXPLANATION,
    },
    [FIRM, AMOUNT, ID, FACT.subject],
  ],
  [
    'migrate --plan',
    { '/v1/pending': { pending: 0 }, '/v1/migrations': { collections: [COLLECTION] } },
    ['entitlementParts', 'entity_1_year_1_group_1'],
  ],
];

let answers: Record<string, unknown> = {};
let server: Server;
let url: string;
let printed: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').replace(/[?&]limit=1000/, '')];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    const said =
      answer === undefined
        ? { detail: `nothing at ${request.url}` }
        : answerForTests(request.method ?? '', request.url ?? '', answer);
    response.end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});

beforeEach(() => {
  printed = '';
});

afterAll(() => {
  delete process.env['COLUMNS'];
  process.exitCode = 0;
  jest.restoreAllMocks();
  server.close();
});

function read({ method, path, answer }: Route, said: object): unknown {
  return answerReader(answer).parse(answerForTests(method, path, said));
}

function expectFit(columns: number, whole: readonly string[]): void {
  expect(printed.trim()).not.toBe('');
  for (const line of printed.split('\n')) {
    expect([line, stringWidth(line) <= columns]).toEqual([line, true]);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(line).not.toMatch(/^Gateway/);
  }
  for (const word of whole) expect(printed).toContain(word);
  expect(printed).not.toMatch(/\n\n$/);
}

it('ends with its last word: nothing to say is no empty line', async () => {
  answers = {
    '/v1/pending': { pending: 0 },
    '/v1/ordering': { suspended: null, past: [] },
    '/v1/received': { received: [], ...none },
    '/v1/policy': { policy: 'zhengzhou-2017-61', inForce: IN_FORCE, offered: null },
    '/v1/policy/settings': { ...SETTINGS, offered: null },
  };
  await (await buildProgram()).parseAsync(['node', 'duixian', 'status', '--url', url, '--key', 'k']);
  expect(printed).toMatch(/Nothing is on its way\.\n$/);
});

it('leaves out a column that says nothing rather than to tell each row by itself', () => {
  const rows = [
    ['one', 'x'.repeat(30), ''],
    ['two', 'y'.repeat(30), ''],
  ];
  expect(table(['a', 'b', 'c'.repeat(30)], rows, 50).join('\n')).toMatch(/│ one │ x{30} │\n/);
  expect(table(['a', 'b', 'c'.repeat(30)], rows, 100).join('\n')).toContain('c'.repeat(30));
  expect(table(['a', 'b', 'c'.repeat(30)], [['', 'x'.repeat(30), 'z']], 30)).toContain('b');
});

describe.each([60, 80, 120])('on a terminal of %d columns', (columns) => {
  beforeEach(() => {
    process.env['COLUMNS'] = String(columns);
  });

  it.each(SHOWN)('%s', async (words, given, whole) => {
    answers = given;
    await (await buildProgram()).parseAsync([
      'node',
      'duixian',
      ...words.split(' '),
      '--url',
      url,
      '--key',
      'k',
    ]);
    expectFit(columns, whole);
  });

  it('the demonstration', () => {
    const explanation = read(explainAccount, EXPLANATION) as Explanation;
    const fens = { baseFen: 1n, amountFen: 1n, grantedFen: 1n, rate: null };
    const account = { ...explanation.account, capFen: 5n, claimedFen: 7n, entitledFen: BigInt(AMOUNT_FEN) };
    const claims = explanation.claims.map((one) => ({
      ...{ ...one, cutByCapFen: 2n },
      claim: { ...one.claim, ...fens, status: 'decided' as const },
    }));
    const orders = [read(getOrder, ORDER) as PaymentOrder];
    const counts = { recorded: 89, duplicate: 0, stale: 0, refused: 0 };
    const demonstration = {
      counts,
      explanations: [{ account, claims, furtherClaims: 1_200, noClaims: [] }],
      orders,
    };
    print(...demonstrationTable(demonstration));
    expectFit(columns, [FIRM, AMOUNT, ID, 'demonstration-municipal']);
    printed = '';
    print(...demonstrationSummary(demonstration));
    expectFit(columns, [AMOUNT]);
    expect(printed.trim().split('\n').length).toBeLessThanOrEqual(10);
    expect(printed).not.toContain('recoveries');
    const paid = orders.map((one) => ({ ...one, state: 'paid' as const }));
    printed = '';
    print(...demonstrationSummary({ ...demonstration, orders: [...paid, ...paid] }));
    expectFit(columns, [AMOUNT, 'recoveries']);
  });
});
