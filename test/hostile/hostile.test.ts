import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { City, testUsccs } from '@duixian/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Item } from '../e2e/items.ts';
import { Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { Neighbour } from './neighbour.ts';
import { forgetPeak, limitMemory, peakMib, residentMib } from './process-memory.ts';
import { workbook } from './workbook.ts';

const SERVICES = ['institutions', 'contracts', 'metering', 'awards', 'disbursement', 'gateway'] as const;
/** As the manifests of the deployment have it. */
const MEMORY_LIMIT_MIB = 512;
const WARM_UP_MS = 5_000;
const ORDINARY_MS = 15_000;
const AT_MOST_TIMES = 3;
const PATIENCE_MS = 240_000;
const MIB = 1024 * 1024;

function party(uscc: string, parentUscc: string | null = null, name = `示例${uscc.slice(12)}`): Item {
  const data = { revision: 1, uscc, name, kind: 'enterprise', divisionCode: '410105', parentUscc };
  const type = 'duixian.party.v1';
  const time = '2019-01-02T09:00:00+08:00';
  return { specversion: '1.0', id: uscc, source: 'urn:test:bureau', type, subject: uscc, time, data };
}

let stage: Stage;
let neighbour: Neighbour;
/** Of an ordinary hour, in which somebody else sends too. */
let ordinaryP99Ms: number;
let pids: readonly number[];

const groups: (() => void)[] = [];
const pidsNow = () => SERVICES.map((name) => stage.pidOf(name));

beforeAll(async () => {
  stage = await Stage.open();
  for (const name of SERVICES) groups.push(limitMemory(name, stage.pidOf(name), MEMORY_LIMIT_MIB));
  await stage.send(...([...new City({ entities: 1, institutions: 1 }).standing()] as Item[]));
  neighbour = new Neighbour(stage);
  // The first answers are slow: programs are compiled.
  await neighbour.p99While(WARM_UP_MS);
  ({ p99Ms: ordinaryP99Ms } = await neighbour.p99While(ORDINARY_MS, sendAsUsual));
  pids = pidsNow();
}, PATIENCE_MS);

afterAll(async () => {
  await stage?.close();
  for (const remove of groups) remove();
}, PATIENCE_MS);

/** A hundred facts at a time, as an exchange or a platform sends them. */
async function sendAsUsual(): Promise<void> {
  const city = new City({ entities: 50, institutions: 1 });
  for (let at = 0; at < ORDINARY_MS / 500; at += 1) {
    const numbers = Array.from({ length: 50 }, (_, index) => 700_000 + at * 50 + index);
    await stage.send(...(numbers.flatMap((number) => [city.usage(number), city.invoice(number)]) as Item[]));
    await sleep(400);
  }
}

/** Somebody asks for much; a neighbour is answered as before, and nothing ends. */
async function withoutHarm(what: string, attack: () => Promise<unknown>): Promise<void> {
  await stage.settled();
  const { p99Ms, failed } = await neighbour.p99While(0, attack);
  process.stderr.write(`  ${what}: a neighbour's p99 is ${p99Ms} ms, ${ordinaryP99Ms} ms before\n`);
  expect(failed).toEqual([]);
  expect(pidsNow()).toEqual(pids);
  expect(p99Ms).toBeLessThanOrEqual(AT_MOST_TIMES * ordinaryP99Ms);
}

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
async function jsonOf(response: Response): Promise<{ status: number; body: any }> {
  return { status: response.status, body: await response.json() };
}

function importPayees(file: Buffer): Promise<Response> {
  return stage.request('/v1/payees/import?format=xlsx', {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    body: new Uint8Array(file),
  });
}

function sendBatch(items: readonly unknown[]): Promise<Response> {
  return stage.request('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(items),
  });
}

/** As a partner does who is told to come again. */
async function sendPatiently(items: readonly Item[]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await stage.send(...items);
      return;
    } catch (error) {
      if (!String(error).includes(': 503 ') || tries === 60) throw error;
      await sleep(1_000);
    }
  }
}

describe('texts and brackets', () => {
  it(
    'names of 126,000 characters are refused one by one',
    async () => {
      const [, ...usccs] = testUsccs(61);
      await withoutHarm('long names', async () => {
        const items = usccs.map((uscc) => party(uscc, null, '长'.repeat(40_000)));
        const { status, body } = await jsonOf(await sendBatch(items));
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
      await withoutHarm('brackets', async () => {
        for (let time = 0; time < 20; time += 1) {
          const body = `[${JSON.stringify(party(uscc))},${deep},${JSON.stringify(party(uscc))}]`;
          const headers = { 'content-type': 'application/cloudevents-batch+json' };
          const answer = await jsonOf(await stage.request('/v1/events', { method: 'POST', headers, body }));
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

describe('workbooks', () => {
  it(
    '60 MiB of cells in 200,000 rows are answered at once',
    async () => {
      const cell = '<c t="inlineStr"><is><t>示例</t></is></c>';
      const row = `<row>${cell.repeat(7)}</row>`;
      const file = workbook(row.repeat(200_000));
      const gateway = stage.pidOf('gateway');
      const before = residentMib(gateway);
      forgetPeak(gateway);
      await withoutHarm('200,000 rows', async () => {
        const since = performance.now();
        const answer = await jsonOf(await importPayees(file));
        process.stderr.write(`  200,000 rows: answered after ${Math.round(performance.now() - since)} ms\n`);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      });
      expect(peakMib(gateway) - before).toBeLessThan(150);
    },
    PATIENCE_MS,
  );

  it(
    'a workbook that unpacks to more than its archive says is not unpacked',
    async () => {
      const file = workbook(' '.repeat(300 * MIB), 1_000);
      const gateway = stage.pidOf('gateway');
      const before = residentMib(gateway);
      forgetPeak(gateway);
      await withoutHarm('a false size', async () => {
        const answer = await jsonOf(await importPayees(file));
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      });
      expect(peakMib(gateway) - before).toBeLessThan(150);
    },
    PATIENCE_MS,
  );
});

it(
  'invoices that name as many usage records as fit',
  async () => {
    const city = new City({ entities: 2, institutions: 1 });
    const usageIds = Array.from({ length: 15_000 }, (_, at) => `${at}`);
    const items = Array.from({ length: 20 }, (_, index) => {
      const invoice = city.invoice(100_000 + index) as Item;
      return {
        ...invoice,
        subject: `WIDE-${index}`,
        id: `wide-${index}`,
        data: { ...(invoice['data'] as object), usageIds },
      };
    });
    // The rest goes on behind the answer that says to come again.
    await withoutHarm('wide invoices', async () => {
      await sendPatiently(items);
    });
  },
  PATIENCE_MS,
);

describe('large facts', () => {
  const HEAVY = 300;
  const heavy = (index: number): Item => {
    const invoice = new City({ entities: 2, institutions: 1 }).invoice(index) as Item;
    const usageIds = Array.from({ length: 1_000 }, (_, at) => `${index}-${at}-`.padEnd(98, 'U'));
    return {
      ...invoice,
      subject: `HEAVY-${index}`,
      id: `heavy-${index}`,
      data: { ...(invoice['data'] as object), usageIds },
    };
  };

  it(
    'are recorded a hundred at a time',
    async () => {
      await withoutHarm('large facts', async () => {
        for (let at = 0; at < HEAVY; at += 100) {
          const items = Array.from({ length: 100 }, (_, index) => heavy(at + index));
          await sendPatiently(items);
        }
      });
    },
    PATIENCE_MS,
  );

  it(
    'a page of them ends at some megabytes, and the next goes on',
    async () => {
      await withoutHarm('pages of large facts', async () => {
        let seen = 0;
        for (let after = ''; ; ) {
          const page = await stage.get(`/v1/invoices?limit=1000${after}`);
          seen += page.things.length;
          if (page.next === null) break;
          after = `&after=${encodeURIComponent(page.next)}`;
        }
        expect(seen).toBeGreaterThanOrEqual(HEAVY);
      });
    },
    PATIENCE_MS,
  );

  it(
    'a hundred who ask for all facts and read nothing',
    async () => {
      const before = pidsNow().map(residentMib);
      await withoutHarm('slow readers', async () => {
        const { hostname, port } = new URL(stage.system.url);
        const request = `GET /v1/facts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${stage.system.keys.adminKey}\r\n\r\n`;
        const sockets = Array.from({ length: 100 }, (): Socket => {
          const socket = connect(Number(port), hostname);
          socket.on('error', () => {});
          socket.pause();
          socket.write(request);
          return socket;
        });
        await sleep(10_000);
        const more = pidsNow().reduce((sum, pid, index) => sum + residentMib(pid) - (before[index] ?? 0), 0);
        process.stderr.write(`  slow readers: ${Math.round(more)} MiB more in all services\n`);
        for (const socket of sockets) socket.destroy();
        expect(more).toBeLessThan(100);
      });
    },
    PATIENCE_MS,
  );
});

it(
  'thousands of branches of one parent',
  async () => {
    const [parent = '', ...branches] = testUsccs(8_001);
    await withoutHarm('branches', async () => {
      await stage.send(party(parent));
      for (let at = 0; at < branches.length; at += 1_000)
        await stage.send(...branches.slice(at, at + 1_000).map((uscc) => party(uscc, parent)));
      await stage.settled();
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
    await withoutHarm('one usage record', async () => {
      for (let at = 0; at < 3_000; at += 500) await stage.send(...batch(at));
    });
  },
  PATIENCE_MS,
);

it(
  'after all of it nothing is lost, doubled or wrong',
  async () => {
    expect((await whatIsWrong(stage)).wrong).toEqual([]);
  },
  PATIENCE_MS,
);
