import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buildProgram } from './program.ts';
import { answerForTests } from './system/answer-for-tests.ts';

// The commands of officers before a gateway with canned answers, on a port of its own.
const FIRM = '91410100170051134L';
const requests: { method: string; path: string; body: unknown }[] = [];
let answers: Record<string, unknown[]> = {};
let server: Server;
let url: string;
let printed: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { method = '', url: path = '' } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      requests.push({ method, path, body: text === '' ? undefined : JSON.parse(text) });
      const [answer, ...later] = answers[`${method} ${path.replace(/[?&]limit=1000/, '')}`] ?? [];
      if (later.length > 0) answers[`${method} ${path}`] = later;
      const status = answer === undefined ? 404 : answer === 'forbidden' ? 403 : 200;
      response.writeHead(status, { 'content-type': 'application/json' });
      const said = status === 200 ? answerForTests(method, path, answer) : answer;
      response.end(JSON.stringify(said ?? { detail: `nothing at ${method} ${path}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});

beforeEach(() => {
  requests.length = 0;
  printed = '';
});

afterAll(() => {
  process.exitCode = 0;
  jest.restoreAllMocks();
  server.close();
});

async function answerTo(given: Record<string, unknown[]>, ...words: string[]): Promise<string> {
  answers = given;
  await (await buildProgram()).parseAsync(['node', 'duixian', ...words, '--url', url, '--key', 'k']);
  return printed;
}

const TRANSFER = {
  ...{ id: 'B-7', amountFen: 5, partsFen: 5, document: 'd', by: 'finance', at: '2026-03-02T00:00:00.000Z' },
  parts: [
    { recovery: `${FIRM}-D1`, fen: 2 },
    { recovery: `${FIRM}-D2`, fen: 3 },
  ],
};

const RECOVERY = {
  id: `${FIRM}-D1`,
  entity: FIRM,
  name: '某公司',
  state: 'demanded',
  reason: 'r',
  dueOn: '2026-12-31',
  lines: [],
  demandedFen: 500,
  receivedFen: 7,
  writtenOffFen: 0,
  outstandingFen: 493,
};
const RUN = {
  id: '2026-01',
  title: '第一批',
  programme: 'awards',
  fiscalYear: 2026,
  state: 'draft',
  step: null as string | null,
  publicity: null,
  lines: 2,
  linesOut: 1,
  undecidedObjections: 0,
  draftFen: 30_000_001,
  publishedFen: 20_000_001,
  approvedFen: 0,
  issuedFen: 0,
  notes: [{ event: 'draft', entity: null, by: 'wang', at: '2026-03-01T00:00:00Z', document: 'minutes 1' }],
};
const LINE = {
  entity: FIRM,
  name: '某公司',
  amounts: [],
  published: [
    { year: 2017, group: 'contracts', fen: 1 },
    { year: 2018, group: 'contracts', fen: 20_000_000 },
  ],
  draftFen: 20_000_001,
  approvedFen: null,
  issuedFen: null,
  out: 'objection',
  objections: [{ reason: 'not its contract', by: 'wang', outcome: null }],
  order: null,
};

describe('runs', () => {
  it('are drafted in yuan to the fen, and waited for', async () => {
    const text = await answerTo(
      {
        'POST /v1/runs': [{ ...RUN, step: 'draft' }],
        'GET /v1/runs/2026-01': [{ ...RUN, step: 'draft' }, RUN],
      },
      ...'runs draft 2026-01 --title t --programme awards --year 2018 --smallest 90,071,992,547,409.91'.split(
        ' ',
      ),
      ...'--group contracts --document d'.split(' '),
    );
    expect(requests[0]?.body).toEqual({
      id: '2026-01',
      title: 't',
      programme: 'awards',
      groups: ['contracts'],
      years: [2018],
      smallestFen: 9_007_199_254_740_991,
      document: 'd',
    });
    expect(requests).toHaveLength(3);
    expect(text).toContain('draft 编制 300,000.01 → published 公示 200,000.01');
    expect(text).toContain('draft by wang: minutes 1');
  });

  it.each([
    [0, 'public 公示 for no working days, as its programme is set'],
    [1, 'public 公示 2026-03-02 to 2026-03-02, 1 working day'],
    [5, 'public 公示 2026-03-02 to 2026-03-02, 5 working days'],
  ])('say how long they are public: %d', async (workingDays, words) => {
    const publicity = { from: '2026-03-02', until: '2026-03-02', workingDays };
    expect(
      await answerTo({ 'GET /v1/runs/2026-01': [{ ...RUN, publicity }] }, 'runs', 'show', '2026-01'),
    ).toContain(`${words}\n`);
  });

  it('are not waited for where nobody wants to', async () => {
    const begun = { ...RUN, state: 'published', step: 'approve' };
    const given = { 'POST /v1/runs/2026-01/approve': [begun] };
    const text = await answerTo(given, ...'runs approve 2026-01 --document d --no-wait'.split(' '));
    expect(requests.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/runs/2026-01/approve', { document: 'd' }],
    ]);
    expect(text).toContain('published 公示, approve under way');
  });

  it.each([
    ['object', '', {}],
    ['uphold', '/decide', { upheld: true }],
    ['dismiss', '/decide', { upheld: false }],
  ])('%s a line', async (word, path, body) => {
    const given = { [`POST /v1/runs/2026-01/objections${path}`]: [LINE] };
    await answerTo(given, 'runs', word, '2026-01', FIRM, '--reason', 'r', '--document', 'd');
    expect(requests[0]?.body).toEqual({ entity: FIRM, reason: 'r', document: 'd', ...body });
  });

  it('show their lines, step by step, and why one is out', async () => {
    const given = {
      'GET /v1/runs/2026-01': [RUN],
      'GET /v1/runs/2026-01/lines': [{ lines: [LINE], next: null }],
    };
    const text = await answerTo(given, 'runs', 'show', '2026-01', '--lines');
    expect(text).toMatch(/200,000\.01 │ +– │ +– │ objection 异议: not its contract/);
  });

  it('are not drafted for an amount that is none', async () => {
    const words = 'runs draft A --title t --programme awards --smallest 1.005 --document d'.split(' ');
    await expect(answerTo({}, ...words)).rejects.toThrow('1.005 is not an amount in yuan');
    expect(requests).toEqual([]);
  });
});

describe('files', () => {
  it.each<[string, string[], string]>([
    ['a list', ['runs', 'publication', '2026-01', 'list.XLSX'], '/v1/runs/2026-01/publication?format=xlsx'],
    ['a letter', ['recoveries', 'letter', 'X-D1', 'letter.docx'], '/v1/recoveries/X-D1/letter'],
    ['an archive', ['runs', 'archive', '2026-01', 'run.zip'], '/v1/runs/2026-01/archive'],
  ])('%s is written as it is answered', async (_, words, path) => {
    const folder = mkdtempSync(join(tmpdir(), 'files-'));
    const file = join(folder, words.pop() as string);
    const text = await answerTo({ [`GET ${path}`]: [{ not: 'a ZIP' }] }, ...words, file);
    expect(readFileSync(file, 'utf8')).toBe('{"not":"a ZIP"}');
    expect(text).toContain(`${file} is written`);
    expect(text.includes('it is not a complete ZIP')).toBe(words.includes('archive'));
    process.exitCode = 0;
  });

  it.each([
    ['runs', 'publication', '2026-01', 'list.pdf'],
    ['recoveries', 'letter', 'X-D1', 'letter.doc'],
    ['runs', 'archive', '2026-01', 'run.tar'],
  ])('of another kind are not asked for: %s %s %s %s', async (...words) => {
    await expect(answerTo({}, ...words)).rejects.toThrow('must end in');
    expect(requests).toEqual([]);
  });
});

describe('money set, received and resolved', () => {
  const budget = {
    fiscalYear: 2026,
    programme: 'awards',
    name: '补助',
    isKept: true,
    appropriatedFen: 123_450,
    committedFen: 0,
    orderedFen: 0,
    availableFen: 123_450,
    paidFen: 0,
    returnedFen: 0,
  };
  it.each<[string, string, object, object, string]>([
    [
      'budget set 2026 awards 1234.5 --document d',
      '/v1/budgets/2026/awards',
      budget,
      { appropriatedFen: 123_450, document: 'd' },
      '1,234.50',
    ],
    [
      `recoveries receive ${FIRM}-D1 0.07 --payment B-1 --document d`,
      `/v1/recoveries/${FIRM}-D1/receipts`,
      RECOVERY,
      { id: 'B-1', amountFen: 7, document: 'd' },
      '4.93',
    ],
    [
      `recoveries receive-transfer B-7 0.05 ${FIRM}-D1=0.02 ${FIRM}-D2=0.03 --document d`,
      '/v1/transfers-back',
      TRANSFER,
      {
        ...{ id: 'B-7', amountFen: 5, document: 'd' },
        parts: [
          { recovery: `${FIRM}-D1`, fen: 2 },
          { recovery: `${FIRM}-D2`, fen: 3 },
        ],
      },
      'Transfer B-7: 0.05 yuan, booked by finance',
    ],
    [
      `recoveries write-off ${FIRM}-D1 --document d`,
      `/v1/recoveries/${FIRM}-D1/write-off`,
      RECOVERY,
      { document: 'd' },
      'demanded',
    ],
    [
      `recoveries demand ${FIRM} --due-on 2026-12-31 --reason r --document d`,
      '/v1/recoveries',
      RECOVERY,
      { entity: FIRM, dueOn: '2026-12-31', reason: 'r', document: 'd' },
      '5.00',
    ],
    ['orders release X --reason r', '/v1/orders/X/release', orderX(), { reason: 'r' }, '0.03 yuan'],
    [
      'orders resolve X --state paid --document d',
      '/v1/orders/X/resolve',
      orderX(),
      { state: 'paid', document: 'd' },
      '0.03 yuan',
    ],
  ])('%s', async (words, path, answer, body, shown) => {
    expect(await answerTo({ [`POST ${path}`]: [answer] }, ...words.split(' '))).toContain(shown);
    expect(requests).toEqual([{ method: 'POST', path, body }]);
  });
});

it('a transfer is shown with what its parts add up to; a part that is none is refused', async () => {
  const shown = await answerTo(
    { 'GET /v1/transfers-back/B%207': [TRANSFER] },
    'recoveries',
    'transfer',
    'B 7',
  );
  expect(shown).toMatch(/together +│ 0\.05/);
  const words = ['recoveries', 'receive-transfer', 'B-7', '1', 'D1', '--document', 'd'];
  await expect(answerTo({}, ...words)).rejects.toThrow('"D1" is no part: say DEMAND=YUAN');
});

function orderX() {
  return {
    id: 'X',
    entity: FIRM,
    payeeUscc: FIRM,
    payeeName: '某公司',
    amountFen: 3,
    lines: [
      { year: 2018, group: 'contracts', fen: 2 },
      { year: 2017, group: 'sharing', fen: 1 },
    ],
    state: 'paid',
    issuedAt: '2026-03-09T00:00:00Z',
    run: '2026-01',
    replaces: null,
    treasuryReason: null,
    contradiction: null,
  };
}

describe('orders', () => {
  it('are listed of an entity and a state', async () => {
    const refused = { ...orderX(), state: 'refused-by-treasury', treasuryReason: '账号有误' };
    const path = `/v1/orders?entity=${FIRM}&state=refused-by-treasury`;
    const given = { [`GET ${path}`]: [{ orders: [refused], next: null }] };
    const text = await answerTo(given, 'orders', 'list', FIRM, '--state', 'refused-by-treasury');
    expect(text).toMatch(/│ X +│ 某公司 +│ 0\.03 │ refused-by-treasury │/);
    expect(text).toContain('账号有误');
  });

  it.each(['orders list', 'statement'])('of a mistyped code are not asked for: %s', async (words) => {
    const asked = answerTo({}, ...words.split(' '), '91410100170051134X');
    await expect(asked).rejects.toThrow('with a right check character');
    expect(requests).toEqual([]);
  });
});

describe('migrate --plan', () => {
  const collection = {
    ...{ service: 'awards', collection: 'claims', isDeclared: true, version: 2, documents: 9, older: 0 },
    ...{ unreadable: 0, missingIndexes: [], undeclaredIndexes: [] },
  };
  const planned = (...collections: object[]) =>
    answerTo(
      { 'GET /v1/pending': [{ pending: 0 }], 'GET /v1/migrations': [{ collections }] },
      ...['migrate', '--plan'],
    );

  it('names what is older and no other', async () => {
    const text = await planned(collection, { ...collection, collection: 'accounts', older: 3 });
    expect(text).toContain('accounts');
    expect(text).not.toContain('claims');
  });

  it('says so where nothing is', async () => {
    expect(await planned(collection, collection)).toBe(
      'Everything is as this release declares it: 2 collections, 18 documents.\n',
    );
  });
});

describe('ordering', () => {
  it.each([
    [{ suspended: { by: 'wang', at: '2026-03-01T00:00:00Z', because: 'b' }, past: [] }, 1],
    [{ suspended: null, past: [] }, 0],
  ])('%j is exit code %d', async (answer, code) => {
    await answerTo({ 'GET /v1/ordering': [answer] }, 'treasury', 'status');
    expect(process.exitCode).toBe(code);
  });
});

function journalEntry(at: string, cause: string, ...lines: [string, number][]) {
  return {
    uscc: FIRM,
    at,
    cause,
    id: null,
    step: null,
    by: null,
    because: null,
    lines: lines.map(([book, fen]) => ({ year: 2018, group: 'contracts', book, fen })),
  };
}

describe('a statement', () => {
  const journalEntries = [
    journalEntry('2026-03-03T00:00:00Z', 'status', ['underWay', -20_000_001], ['paid', 20_000_001]),
    journalEntry('2026-03-01T00:00:00Z', 'entitlement', ['entitled', 20_000_001], ['open', 20_000_001]),
    journalEntry('2026-03-02T00:00:00Z', 'order', ['open', -20_000_001], ['underWay', 20_000_001]),
    journalEntry('2026-03-04T00:00:00Z', 'entitlement', ['entitled', -500], ['open', -500]),
    journalEntry('2026-03-05T00:00:00Z', 'recovery', ['received', 7], ['open', 7]),
  ];
  const given = { [`GET /v1/journal-entries/${FIRM}`]: [{ journalEntries, next: null }] };

  it('goes through time, with what is open after each movement, and adds up', async () => {
    const recoveries = { [`GET /v1/recoveries?entity=${FIRM}`]: [{ recoveries: [], next: null }] };
    const text = await answerTo({ ...given, ...recoveries }, 'statement', FIRM);
    const open = [...text.matchAll(/([\d,.-]+) │$/gm)].map(([, figure]) => figure);
    expect(open.slice(0, 5)).toEqual(['200,000.01', '0.00', '0.00', '-5.00', '-4.93']);
    expect(text).toMatch(/entitled 应得 +│ 199,995\.01 │/);
    expect(text).toMatch(/ordered, alive or paid 已申请 +│ 200,000\.01 │/);
    expect(text).toMatch(/received 已收回 +│ +0\.07 │/);
  });

  it('adds up what was demanded of the entity', async () => {
    const recoveries = { [`GET /v1/recoveries?entity=${FIRM}`]: [{ recoveries: [RECOVERY], next: null }] };
    expect(await answerTo({ ...given, ...recoveries }, 'statement', FIRM)).toMatch(
      /demanded 应追回 +│ +5\.00 │/,
    );
  });
});

const ACCOUNT = { entity: FIRM, year: 2018, group: 'contracts', undecided: 0, claimedFen: 2, entitledFen: 2 };
const EXPLANATION = {
  account: ACCOUNT,
  claims: [
    {
      claim: {
        ...{ entity: FIRM, year: 2018, group: 'contracts' },
        date: '2018-05-01',
        provision: 'facilitation',
        fact: { type: 'duixian.contract.v1', subject: 'C1' },
        beneficiary: FIRM,
        status: 'decided',
        amountFen: 2,
        grantedFen: 2,
      },
      factSource: 'urn:duixian:exchange:henan',
      factRevision: 3,
      article: 14,
      articleText: '按技术合同交易额给予补助',
      titleEn: 'Facilitation',
      titleZh: '技术转移',
      arithmetic: '1 × 2 = 2',
      cutByCapFen: 0,
    },
  ],
  noClaims: [],
};

describe('explain', () => {
  const account = `GET /v1/accounts/${FIRM}/2018/contracts`;

  it('takes an order back to the law, and says where nothing claims any more', async () => {
    const given = { 'GET /v1/orders/X': [orderX()], [account]: [EXPLANATION] };
    const text = await answerTo(given, 'explain', 'order', 'X', '--lang', 'en');
    expect(text).toContain(`order X: 0.03 yuan to 某公司 ${FIRM}, paid; from run 2026-01`);
    expect(text).toContain('0.02 yuan of 2018 contracts, because:');
    expect(text).toContain('article 14: contract C1\n    按技术合同交易额给予补助');
    expect(text).toContain('contract C1: revision 3 of urn:duixian:exchange:henan');
    expect(text).toContain('0.01 yuan of 2017 sharing, because:\n  nothing claims this account any more');
  });

  it('says of an order that is paid by file that it is never pushed', async () => {
    const given = { 'GET /v1/orders/X': [{ ...orderX(), paidBy: 'file' }], [account]: [EXPLANATION] };
    const text = await answerTo(given, 'explain', 'order', 'X', '--lang', 'en');
    expect(text).toContain('paid; from run 2026-01; paid by file, never pushed');
  });

  it('takes a receipt through its contract to the orders that paid', async () => {
    const contract = {
      source: 'urn:duixian:exchange:henan',
      current: { revision: 3, data: { seller: { uscc: FIRM } } },
    };
    const receipt = { source: 'urn:r', current: { revision: 1, data: { registrationNo: 'C1' } } };
    const claims = EXPLANATION.claims.map((one) => ({
      ...one,
      claim: { ...one.claim, fact: { type: 'duixian.receipt.v1', subject: 'R1' } },
    }));
    const given = {
      'GET /v1/receipts/R1': [receipt],
      'GET /v1/contracts/C1': [contract],
      [`GET /v1/accounts?entity=${FIRM}`]: [{ accounts: [ACCOUNT], next: null }],
      [account]: [{ ...EXPLANATION, claims: [...claims, ...EXPLANATION.claims] }],
      [`GET /v1/orders?entity=${FIRM}`]: [{ orders: [orderX()], next: '' }],
      'GET /v1/no-claims?type=duixian.receipt.v1&subject=R1': [{ noClaims: [], next: null }],
    };
    const text = await answerTo(given, 'explain', 'fact', 'receipt', 'R1', '--lang', 'en');
    expect(text).toContain('receipt R1: revision 1 of urn:r');
    expect(text).toContain('X: 0.02 of 0.03 yuan, paid');
    expect(text).not.toContain('contract C1');
  });

  it('still explains an entity and a year', async () => {
    const given = {
      [`GET /v1/accounts?entity=${FIRM}&year=2018`]: [{ accounts: [ACCOUNT], next: null }],
      [`GET /v1/no-claims?entity=${FIRM}&year=2018`]: [{ noClaims: [], next: null }],
      [`GET /v1/payables?entity=${FIRM}`]: [{ payables: [], next: null }],
    };
    const text = await answerTo(
      { ...given, [account]: [EXPLANATION] },
      'explain',
      FIRM,
      '2018',
      '--lang',
      'en',
    );
    expect(text).toContain(`${FIRM} 2018 contracts\nclaimed 0.02, cap none, due 0.02 yuan`);
  });

  const payable = {
    entity: FIRM,
    uscc: FIRM,
    year: 2018,
    group: 'contracts',
    openFen: -300,
    paidFen: 300,
    holds: [] as string[],
  };
  const NO_CLAIM = {
    ...{ provision: 'import-technology', titleEn: 'Import', titleZh: '引进', article: 5, group: 'import' },
    fact: { type: 'duixian.contract.v1', subject: 'C2' },
    ...{ factRevision: 2, date: '2018-05-01', beneficiary: FIRM },
    failed: [
      {
        condition: 'statusIs',
        en: 'its status is registered',
        zh: '状态为已登记',
        foundEn: 'it is voided',
        foundZh: '现为已作废',
      },
    ],
  };

  it.each([
    [
      'en',
      `${FIRM} has no claim in 2018.`,
      '– contract C2 (Import, article 5), unmet: its status is registered (it is voided)',
    ],
    ['zh', `${FIRM} 在 2018 年没有奖补。`, '– 合同 C2（引进，第5条），未满足：状态为已登记（现为已作废）'],
  ])('says why nothing is due, and what must be given back (%s)', async (language, nothing, why) => {
    const given = {
      [`GET /v1/accounts?entity=${FIRM}&year=2018`]: [{ accounts: [], next: null }],
      [`GET /v1/no-claims?entity=${FIRM}&year=2018`]: [{ noClaims: [NO_CLAIM], next: null }],
      [`GET /v1/payables?entity=${FIRM}`]: [{ payables: [payable, { ...payable, year: 2017 }], next: null }],
    };
    const text = await answerTo(given, 'explain', FIRM, '2018', '--lang', language);
    expect(text).toContain(nothing);
    expect(text).toContain(why);
    expect(text).toMatch(
      language === 'en' ? /To be given back of 2018 contracts: 3\.00 yuan/ : /应退回 3\.00 元/,
    );
  });

  it.each([
    [
      'en',
      'Not ordered yet of 2018 contracts: 0.07 yuan: the entity has no confirmed account; ordering is suspended; unheard-of.',
    ],
    ['zh', '2018 年 contracts 尚未申请支付 0.07 元：单位尚无已复核的收款账户；支付申请已暂停；unheard-of。'],
  ])('says what is due and not ordered, and why (%s)', async (language, sentence) => {
    const open = { ...payable, openFen: 4, paidFen: 0, holds: ['no-payee', 'ordering-suspended'] };
    const ofBranch = { ...open, uscc: 'branch', openFen: 3, holds: ['no-payee', 'unheard-of'] };
    const given = {
      [`GET /v1/accounts?entity=${FIRM}&year=2018`]: [{ accounts: [], next: null }],
      [`GET /v1/no-claims?entity=${FIRM}&year=2018`]: [{ noClaims: [], next: null }],
      [`GET /v1/payables?entity=${FIRM}`]: [{ payables: [open, ofBranch], next: null }],
    };
    expect(await answerTo(given, 'explain', FIRM, '2018', '--lang', language)).toContain(sentence);
  });

  it('says of a receipt whose contract is unknown that it is', async () => {
    const unknown = {
      ...{ ...NO_CLAIM, beneficiary: null, fact: { type: 'duixian.receipt.v1', subject: 'R2' } },
      failed: [
        {
          condition: 'contractKnown',
          en: 'its contract is known',
          zh: '所属合同已登记',
          foundEn: '',
          foundZh: '',
        },
      ],
    };
    const given = {
      'GET /v1/receipts/R2': [
        { source: 'urn:r', current: { revision: 1, data: { registrationNo: 'NONE' } } },
      ],
      'GET /v1/no-claims?type=duixian.receipt.v1&subject=R2': [{ noClaims: [unknown], next: null }],
    };
    const text = await answerTo(given, 'explain', 'fact', 'receipt', 'R2', '--lang', 'en');
    expect(text).toContain(
      'makes no claim, for conditions are not met:\n– receipt R2 (Import, article 5), unmet: its contract is known',
    );
  });

  it('knows no fact of other types', async () => {
    await expect(answerTo({}, 'explain', 'fact', 'party', FIRM)).rejects.toThrow('Give one of recognition');
  });
});
