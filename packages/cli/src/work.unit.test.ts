import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import stringWidth from 'string-width';
import { buildProgram } from './program.ts';
import { answerForTests } from './system/answer-for-tests.ts';

// Lists of work, and explanations in Chinese, before a gateway with canned answers.
const FIRM = '91410100170051134L';
const ID = `DEMO-2026-01-${FIRM}`;
const ITEM = {
  ...{ id: ID, entity: FIRM, name: '郑州示例科技有限公司', amountFen: 900_719_925_474_099 },
  ...{ since: '2026-03-02T08:00:00.000Z', why: '账号与户名不符，请核实后重新申请' },
};
const CLAIM = { ...ITEM, id: 'duixian.contract.v1/C1', since: '2018-05-01', why: 'facilitation', name: null };
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
  process.env['COLUMNS'] = '80';
});

afterAll(() => {
  delete process.env['COLUMNS'];
  process.exitCode = 0;
  jest.restoreAllMocks();
  server.close();
});

async function answerTo(given: Record<string, unknown>, ...words: string[]): Promise<string> {
  answers = given;
  await (await buildProgram()).parseAsync(['node', 'duixian', ...words, '--url', url, '--key', 'k']);
  for (const line of printed.split('\n')) expect([line, stringWidth(line) <= 80]).toEqual([line, true]);
  return printed;
}

/** As one line, however the terminal wrapped it. */
function flat(text: string): string {
  return text.replaceAll(/[│\s]+/g, ' ');
}

describe('work', () => {
  const lists = [
    { list: 'rejected-orders', count: 3, isAtLeast: false, oldest: ITEM },
    { list: 'unpaid-orders', count: 10_000, isAtLeast: true, oldest: ITEM },
    { list: 'objections', count: 0, isAtLeast: false, oldest: null },
    { list: 'undecided-claims', count: 2, isAtLeast: false, oldest: CLAIM },
  ];

  it('tells how many wait, the oldest and since when, by the clock of Shanghai', async () => {
    const text = flat(await answerTo({ '/v1/work': { lists } }, 'work', '--lang', 'en'));
    expect(text).toContain('rejected-orders');
    expect(text).toContain('at least 10000');
    expect(text).toContain('contract C1');
    expect(text).toContain('2026-03-02 16:00:00');
    expect(text).toContain('./duixian work LIST');
    expect(text).not.toContain('objections');
  });

  it('tells it in Chinese alone, but for ids and the names of lists', async () => {
    const text = await answerTo({ '/v1/work': { lists } }, 'work', '--lang', 'zh');
    expect(text).toContain('不少于 10000');
    const words = text.replaceAll(/(?:rejected|unpaid|undecided|held)-[a-z]+|\.\/duixian work/g, '');
    expect(words).not.toMatch(/[a-z]{2}/);
  });

  it('says so where nothing waits', async () => {
    const none = [{ list: 'objections', count: 0, isAtLeast: false, oldest: null }];
    expect(await answerTo({ '/v1/work': { lists: none } }, 'work', '--lang', 'zh')).toBe('没有待办。\n');
  });

  it('reads a list page by page', async () => {
    const given = {
      '/v1/work/rejected-orders': { items: [], next: '7' },
      '/v1/work/rejected-orders&after=7': { items: [ITEM], next: null },
    };
    const text = await answerTo(given, 'work', 'rejected-orders', '--lang', 'en');
    expect(text).toContain(ID);
    expect(text).toContain('9,007,199,254,740.99');
    printed = '';
    expect(JSON.parse(await answerTo(given, 'work', 'rejected-orders', '--json'))).toEqual([ITEM]);
  });

  it('names the lists where one is asked for that there is not', async () => {
    await expect(answerTo({}, 'work', 'everything')).rejects.toThrow('There are held-orders, ');
  });
});

it('orders list asks for those that wait', async () => {
  expect(
    await answerTo(
      { '/v1/orders?waits=held': { orders: [], next: null } },
      'orders',
      'list',
      '--waits',
      'held',
    ),
  ).toBe('There are none.\n');
});

describe('explain --lang zh', () => {
  const account = {
    ...{ entity: FIRM, entityName: '某公司', year: 2018, group: 'contracts', undecided: 0 },
    ...{ capFen: 1, claimedFen: 2, entitledFen: 1 },
  };
  const explanation = {
    account,
    claims: [
      {
        claim: {
          ...{ entity: FIRM, year: 2018, group: 'contracts', date: '2018-05-01', provision: 'facilitation' },
          ...{
            fact: { type: 'duixian.contract.v1', subject: '2018-1' },
            beneficiary: FIRM,
            status: 'decided',
          },
          ...{ baseFen: 2, rate: '1', amountFen: 2, grantedFen: 1 },
        },
        ...{ factSource: 'urn:1', factRevision: 3, article: 14, articleText: '给予补助' },
        ...{ titleEn: 'Facilitation', titleZh: '技术转移补助', arithmetic: '0.02 (amount) × 1 = 0.02 yuan' },
        ...{ arithmeticZh: '0.02（技术交易额）× 1 = 0.02 元', cutByCapFen: 1 },
      },
    ],
    noClaims: [
      {
        ...{
          provision: 'p',
          article: 7,
          fact: { type: 'duixian.receipt.v1', subject: '1' },
          factRevision: 1,
        },
        failed: [
          { condition: 'c', en: 'is bound', zh: '状态为已登记', foundEn: 'voided', foundZh: '已作废' },
        ],
        ...{ date: '2018-01-01', beneficiary: FIRM, group: 'other', titleEn: 'Other', titleZh: '到账补助' },
      },
    ],
  };
  const payable = {
    uscc: FIRM,
    entity: FIRM,
    year: 2018,
    group: 'contracts',
    openFen: 5,
    paidFen: 0,
    holds: ['no-payee'],
  };
  const order = {
    ...{
      id: '1-1',
      entity: FIRM,
      payeeUscc: FIRM,
      payeeName: '某公司',
      amountFen: 3,
      state: 'refused-by-treasury',
    },
    lines: [{ year: 2018, group: 'contracts', fen: 3 }],
    ...{ issuedAt: '2026-01-01T00:00:00Z', run: '2026-01', replaces: '1-0', treasuryReason: null },
    ...{ contradiction: null, returns: [] },
  };
  const one = `/v1/accounts/${FIRM}/2018/contracts`;
  const none = { next: null };

  it.each<[string[], Record<string, unknown>, string[]]>([
    [
      ['explain', FIRM, '2018'],
      {
        [`/v1/accounts?entity=${FIRM}&year=2018`]: { accounts: [account], ...none },
        [one]: explanation,
        [`/v1/no-claims?entity=${FIRM}&year=2018`]: { noClaims: explanation.noClaims, ...none },
        [`/v1/payables?entity=${FIRM}`]: { payables: [payable], ...none },
      },
      ['0.02（技术交易额）× 1 = 0.02 元；实得 0.01 元（上限扣减 0.01 元）', '2018 年 技术转移补助'],
    ],
    [
      ['explain', 'order', '1-1'],
      { '/v1/orders/1-1': order, [one]: explanation },
      ['国库未受理', '合同 2018-1：第 3 版'],
    ],
    [
      ['explain', 'fact', 'contract', '2018-1'],
      {
        '/v1/contracts/2018-1': { source: '1', current: { revision: 3, data: { seller: { uscc: FIRM } } } },
        [`/v1/accounts?entity=${FIRM}`]: { accounts: [account], ...none },
        [one]: explanation,
        [`/v1/orders?entity=${FIRM}`]: { orders: [order], ...none },
        '/v1/no-claims?type=duixian.contract.v1&subject=2018-1': { noClaims: [], ...none },
      },
      ['0.03 元中的 0.03 元，国库未受理'],
    ],
  ])('prints no English word: %j', async (words, given, whole) => {
    const text = flat(await answerTo(given, ...words, '--lang', 'zh')).replaceAll('urn:1', '');
    for (const part of whole) expect(text.replaceAll(' ', '')).toContain(part.replaceAll(' ', ''));
    expect(text).not.toMatch(/[a-z]{2}/);
  });
});

describe('records of a source', () => {
  const record = {
    ...{ type: 'duixian.contract.v1', subject: '2018-1', source: 'urn:1' },
    current: { revision: 3, time: 't', recordedAt: '2026-03-02T08:00:00.000Z', data: {} },
  };
  const outcome = {
    ...{ type: 'duixian.contract.v1', subject: '2018-1', source: 'urn:1', revision: 3, computedRevision: 2 },
    claims: [
      {
        ...{ provision: 'p', year: 2018, date: '2018-05-01', beneficiary: FIRM, status: 'decided' },
        ...{ amountFen: 500, lowestFen: null, highestFen: null },
      },
    ],
    noClaims: [
      {
        ...{ article: 7, titleEn: 'Other', titleZh: '到账补助', failsElsewhere: true },
        failed: [{ condition: 'statusIs', en: 'is bound', zh: '状态为已登记' }],
      },
    ],
  };
  const refusals = [
    {
      ...{ at: '2026-03-02T08:00:00.000Z', register: 'contracts', id: 'E-1' },
      ...{ type: 'duixian.contract.v1', subject: '2018-2' },
      faults: [{ field: 'data.status', reason: 'bad-field', message: '1 2' }],
    },
  ];

  it('are listed, explained and refused in words of either language', async () => {
    const given = {
      '/v1/contracts': { things: [record], next: null },
      '/v1/claims?type=duixian.contract.v1&subject=2018-1': outcome,
      '/v1/refusals': { source: 'urn:1', refusals },
    };
    const [list, show, refused] = [
      ['records', 'list', 'contract'],
      ['records', 'outcome', 'contract', '2018-1'],
      ['records', 'refused'],
    ] as const;
    for (const words of [list, show, refused]) await answerTo(given, ...words, '--lang', 'en');
    const english = flat(printed);
    expect(english).toContain('2026-03-02 16:00:00');
    expect(english).toContain(`5.00 yuan to ${FIRM}`);
    expect(english).toContain('Computed so far of revision 2:');
    expect(english).toContain('unmet: is bound; what others recorded');
    expect(english).toContain('contract 2018-2');
    printed = '';
    for (const words of [list, show, refused]) await answerTo(given, ...words, '--lang', 'zh');
    expect(printed).toContain(`5.00 元，${FIRM}`);
    expect(printed).toContain('合同 2018-2');
    expect(printed.replaceAll('urn:1', '')).not.toMatch(/[a-z]{2}/);
    printed = '';
    expect(JSON.parse(await answerTo(given, ...refused, '--json'))).toEqual(refusals);
  });

  it('of which nothing is computed yet say so', async () => {
    const given = {
      '/v1/claims?type=duixian.contract.v1&subject=2018-1': { ...outcome, computedRevision: null },
    };
    expect(await answerTo(given, 'records', 'outcome', 'contract', '2018-1', '--lang', 'zh')).toContain(
      '尚未计算',
    );
    await expect(answerTo(given, 'records', 'list', 'everything')).rejects.toThrow('not a type of fact');
  });
});
