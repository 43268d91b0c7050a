import { setTimeout as sleep } from 'node:timers/promises';
import { City, testUsccs } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { LIMITS, MIB } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { party } from './parties.ts';
import { forgetPeak, peakMib, residentMib } from './process-memory.ts';
import { AT_MOST_TIMES_BESIDE_MUCH, IS_MEASURED, PASSES, PATIENCE_MS, Scene } from './scene.ts';
import { workbook } from './workbook.ts';

/** However large a table is, it is refused within this multiple of the time for a table of one row. */
const AT_ONCE_TIMES = 20;

const STATEMENT = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期\n';

const {
  oneOfBodies: ONE_OF,
  branches: BRANCHES,
  invoicesOfOneRecord: INVOICES,
  wideInvoices: WIDE_INVOICES,
} = numbersOf('hostile');

/** The bodies that this form sends. */
const some = <T>(all: readonly T[]): T[] => all.filter((_, at) => at % ONE_OF === 0);

let scene: Scene;

beforeAll(async () => {
  scene = await Scene.open();
}, PATIENCE_MS);

afterAll(() => scene?.close(), PATIENCE_MS);

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
async function jsonOf(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}

function importPayees(file: Buffer): Promise<Response> {
  return scene.stage.request('/v1/payees/import?format=xlsx', {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    body: new Uint8Array(file),
  });
}

describe('texts and brackets', () => {
  it(
    'names of 126,000 characters are refused one by one',
    async () => {
      const [, ...usccs] = testUsccs(61);
      await scene.withoutHarm('long names', async () => {
        const items = usccs.map((uscc) => party(uscc, null, '长'.repeat(40_000)));
        const { status, body } = await jsonOf(await scene.sendBatch(JSON.stringify(items)));
        expect(status).toBe(200);
        expect(body.results.every((one: { outcome: string }) => one.outcome === 'refused')).toBe(true);
      });
    },
    PATIENCE_MS,
  );

  it(
    'brackets in brackets are refused as one item among others',
    async () => {
      const [uscc = ''] = testUsccs(1);
      const deep = `{"specversion":"1.0","id":"deep","source":"urn:test:x","type":"duixian.contract.v1","subject":"2019410100000001","time":"2019-12-26T09:00:00+08:00","data":{"revision":1,"totalAmountFen":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`;
      await scene.withoutHarm('brackets', async () => {
        for (let time = 0; time < 20; time += 1) {
          const body = `[${JSON.stringify(party(uscc))},${deep},${JSON.stringify(party(uscc))}]`;
          const answer = await jsonOf(await scene.sendBatch(body));
          expect(answer.status).toBe(200);
          expect(answer.body.results[1]).toMatchObject({
            outcome: 'refused',
            faults: [{ reason: 'too-large' }],
          });
        }
      });
    },
    PATIENCE_MS,
  );
});

describe('bodies of 16 MiB', () => {
  const COUNT = 4_000_000;
  const nested = `${'['.repeat(2 * COUNT)}${']'.repeat(2 * COUNT)}`;
  const wide = `{"a":[${'{},'.repeat(5_000_000)}{}]}`;
  const small = `{"a":[${'{},'.repeat(40_000)}{}]}`;
  const batch = 'application/cloudevents-batch+json';
  const single = 'application/cloudevents+json';

  const bodies: readonly (readonly [string, string, string, number])[] = [
    ['of millions of items', batch, `[${'1,'.repeat(COUNT)}1]`, 413],
    ['of brackets in brackets, as a batch', batch, nested, 200],
    ['of one item of small things', batch, `[${wide}]`, 200],
    ['of small things that are no batch', batch, wide, 400],
    ['of many items of small things', batch, `[${Array(120).fill(small).join(',')}]`, 200],
    ['of brackets, as one fact', single, nested, 422],
    ['of small things, as one fact', single, wide, 422],
    ['of brackets that are not closed', batch, '['.repeat(4 * COUNT), 400],
    ['of line feeds before what is wrong, as one fact', single, `${'\n'.repeat(4 * COUNT)}{x`, 400],
    ['of line feeds before what is wrong, as a batch', batch, `[${'\n'.repeat(4 * COUNT)}x`, 400],
    ['of blanks', single, ' '.repeat(4 * COUNT), 400],
    ['of blanks around a fact', single, `${' '.repeat(2 * COUNT)}{}${' '.repeat(2 * COUNT)}`, 422],
    ['of quotes in a text', batch, `["${'\\"'.repeat(2 * COUNT - 100)}"]`, 200],
    ['of quotes in a text without an end', batch, `["${'\\"'.repeat(2 * COUNT - 100)}`, 400],
    ['of items without an end', batch, `[${'1,'.repeat(2 * COUNT)}`, 400],
  ];

  it(
    'are judged before anything is made of them',
    async () => {
      await scene.withoutHarm('bodies of 16 MiB', async () => {
        for (const [what, type, body, expected] of some(bodies)) {
          const headers = { 'content-type': type };
          const answer = await scene.stage.request('/v1/events', { method: 'POST', headers, body });
          await answer.body?.cancel();
          expect({ what, status: answer.status }).toEqual({ what, status: expected });
          await sleep(1_000);
        }
      });
    },
    PATIENCE_MS,
  );
});

describe('workbooks', () => {
  /** The time for a table of one row, which is not valid either. */
  let ordinaryMs = 0;

  beforeAll(async () => {
    const row = workbook('<row><c t="inlineStr"><is><t>示例</t></is></c></row>');
    const took: number[] = [];
    for (let time = 0; time < 5; time += 1) took.push((await importTimed(row)).ms);
    ordinaryMs = took.toSorted((a, b) => a - b)[2] ?? 0;
  }, PATIENCE_MS);

  async function importTimed(file: Buffer) {
    const since = performance.now();
    const answer = await jsonOf(await importPayees(file));
    return { ...answer, ms: performance.now() - since };
  }

  async function expectRefusedAtOnce(what: string, file: Buffer, why: string): Promise<void> {
    const { status, body, ms } = await importTimed(file);
    process.stderr.write(`  ${what}: ${Math.round(ms)} ms, ${Math.round(ordinaryMs)} ms for one row\n`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(why);
    if (IS_MEASURED) expect(ms).toBeLessThan(AT_ONCE_TIMES * ordinaryMs);
  }

  it(
    '60 MiB of cells in 200,000 rows are answered at once',
    async () => {
      const cell = '<c t="inlineStr"><is><t>示例</t></is></c>';
      const row = `<row>${cell.repeat(7)}</row>`;
      const file = workbook(row.repeat(200_000));
      const gateway = scene.stage.pidOf('gateway');
      const before = residentMib(gateway);
      forgetPeak(gateway);
      await scene.withoutHarm('200,000 rows', async () => {
        await expectRefusedAtOnce('200,000 rows', file, `at most ${LIMITS.tableRows.most} rows`);
      });
      expect(peakMib(gateway) - before).toBeLessThan(150);
    },
    PATIENCE_MS,
  );

  it(
    'a workbook that unpacks to more than its archive says is none, and is not unpacked',
    async () => {
      const file = workbook(' '.repeat(300 * MIB), 1_000);
      const gateway = scene.stage.pidOf('gateway');
      const before = residentMib(gateway);
      forgetPeak(gateway);
      await scene.withoutHarm('a false size', async () => {
        await expectRefusedAtOnce('a false size', file, 'is not a workbook (.xlsx)');
      });
      expect(peakMib(gateway) - before).toBeLessThan(150);
    },
    PATIENCE_MS,
  );
});

it(
  'files of CSV of as many lines or cells as fit are read no further than they are taken',
  async () => {
    const payees = '/v1/payees/import?format=csv';
    const statements = '/v1/treasury/statements?day=2019-12-26';
    const head = '统一社会信用代码,户名,账号,开户银行,联行号,依据文件\n';
    const files: readonly (readonly [string, string, string, number])[] = [
      ['lines of accounts', payees, head + 'a\n'.repeat(4_190_000), 400],
      ['commas', payees, head + ','.repeat(8_388_000), 400],
      ['cells', payees, head + 'a,'.repeat(4_000_000), 400],
      ['lines of a statement', statements, 'a\n'.repeat(8_388_508), 400],
      ['lines that are wrong', statements, STATEMENT + 'A b,,,,x,,\n'.repeat(99_000), 400],
      ['more lines than are taken', statements, STATEMENT + 'a\n'.repeat(8_000_000), 413],
    ];
    await scene.withoutHarm('files of CSV', async () => {
      for (const [what, path, body, expected] of some(files)) {
        const headers = { 'content-type': 'text/csv' };
        const answer = await scene.stage.request(path, { method: 'POST', headers, body });
        await answer.body?.cancel();
        expect({ what, status: answer.status }).toEqual({ what, status: expected });
        await sleep(1_000);
      }
    });
  },
  PATIENCE_MS,
);

it(
  'invoices that name as many usage records as fit',
  async () => {
    const city = new City({ entities: 2, institutions: 1 });
    const usageIds = Array.from({ length: 15_000 }, (_, at) => `${at}`);
    const wide = (attempt: number) =>
      Array.from({ length: WIDE_INVOICES }, (_, index) => {
        const invoice = city.invoice(100_000 + index) as Item;
        const data = { ...(invoice['data'] as object), usageIds };
        return { ...invoice, subject: `WIDE-${attempt}-${index}`, id: `wide-${attempt}-${index}`, data };
      });
    // Each attempt continues where the previous one ended.
    await scene.withoutHarm(
      'wide invoices',
      (attempt) => scene.sendPatiently(wide(attempt)),
      AT_MOST_TIMES_BESIDE_MUCH,
    );
  },
  PATIENCE_MS,
);

it(
  'thousands of branches of one parent',
  async () => {
    const usccs = testUsccs(PASSES.most * BRANCHES);
    await scene.withoutHarm('branches', async (attempt) => {
      const [parent = '', ...branches] = usccs.slice(attempt * BRANCHES, (attempt + 1) * BRANCHES);
      await scene.stage.send(party(parent));
      for (let at = 0; at < branches.length; at += 1_000)
        await scene.stage.send(...branches.slice(at, at + 1_000).map((uscc) => party(uscc, parent)));
      await scene.stage.settled();
    });
  },
  PATIENCE_MS,
);

it(
  'thousands of invoices that name one usage record',
  async () => {
    const city = new City({ entities: 20, institutions: 1 });
    const batch = (from: number) =>
      Array.from({ length: 500 }, (_, index) => {
        const invoice = city.invoice(from + index) as Item;
        return {
          ...invoice,
          subject: `NA-${from + index}`,
          id: `na-${from + index}`,
          data: { ...(invoice['data'] as object), usageIds: ['N/A'] },
        };
      });
    // Enough that the slowest of a hundred responses is not the slowest of all.
    const each = INVOICES;
    await scene.withoutHarm('one usage record', async (attempt) => {
      for (let at = 0; at < each; at += 500) await scene.stage.send(...batch(attempt * each + at));
    });
  },
  PATIENCE_MS,
);

it(
  'after all of it nothing is lost, doubled or wrong',
  async () => {
    expect((await whatIsWrong(scene.stage)).wrong).toEqual([]);
  },
  PATIENCE_MS,
);
