import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  openServersForTests,
  type PartsForTests,
  type ServersForTests,
} from '@duixian/messaging/servers-for-tests';
import type { disbursementV1 } from '@duixian/proto';
import { Secret } from '@duixian/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { Pusher } from './pusher.ts';
import { TreasuryClient } from './treasury-client.ts';

type Pushed = { id: string; amountFen: number };
type Answer = (orders: Pushed[], response: ServerResponse) => unknown;

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
let servers: ServersForTests;
let parts: PartsForTests;
let process: Awaited<ReturnType<typeof openProcess>>;
let treasury: Server;
let pusher: Pusher;
let answer: Answer;
/** The ids in each request that came. */
let requests: string[][];
/** When they came. */
let times: number[];
const AT_ONCE = 4;

beforeAll(async () => {
  servers = await openServersForTests('refusals-test');
});

beforeEach(async () => {
  parts = await servers.open();
  process = await openProcess(parts);
  requests = [];
  times = [];
  answer = takes;
  treasury = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(treasury, 'listening');
  const { port } = treasury.address() as AddressInfo;
  const client = new TreasuryClient(`http://127.0.0.1:${port}`, new Secret(SECRET));
  pusher = new Pusher(process.collections, client, process.decider, process.intake, servers.log);
  process.decider.onIssued((orders) => pusher.offer(orders));
});

afterEach(async () => {
  await pusher.stop();
  treasury.closeAllConnections();
  treasury.close();
  await parts.close();
});

afterAll(() => servers.close());

describe('a treasury that refuses an order for good', () => {
  it.each([400, 410, 413, 422, 451])('with %d is not asked again; the others go on', async (code) => {
    answer = refusesOne('E3', code, '户名不符');
    await order(8);
    pusher.start();
    await until(async () => (await countIn('refused-by-treasury', 'accepted')) === 8);
    expect(await stateOf('E3')).toMatchObject({
      state: 'refused-by-treasury',
      treasuryReason: `${code} 户名不符`,
      contradiction: '',
    });
    const asked = requests.length;
    await sleep(800);
    expect(requests.length).toBe(asked);
  });

  it.each([403, 404, 405])(
    'with %d, while it takes others, does not wait for its address to become right',
    async (code) => {
      answer = refusesOne('E3', code, 'no');
      await order(8);
      pusher.start();
      // At first nothing shows that the address is right.
      await sleep(100);
      await order(1, 20);
      await until(async () => (await countIn('refused-by-treasury')) === 1);
      expect((await stateOf('E3'))?.state).toBe('refused-by-treasury');
    },
  );

  it('one order at a time within its answer refuses no other', async () => {
    answer = (orders, response) =>
      response.end(
        JSON.stringify({
          orders: [
            ...orders.map(({ id }) =>
              id.startsWith('E2-')
                ? { id, status: 'refused', reason: '账号错误' }
                : { id, status: 'accepted' },
            ),
            { id: 'x', status: 'unheard-of' },
          ],
        }),
      );
    await order(5);
    pusher.start();
    await until(async () => (await countIn('refused-by-treasury', 'accepted')) === 5);
    expect(await stateOf('E2')).toMatchObject({ state: 'refused-by-treasury', treasuryReason: '账号错误' });
  });

  it('is released by an officer and asked under a new id', async () => {
    answer = refusesOne('E0', 422, '户名不符');
    await order(1);
    pusher.start();
    await until(async () => (await countIn('refused-by-treasury')) === 1);
    answer = takes;
    const request = { id: 'E0-2019-sharing-1', by: 'ann', reason: 'corrected' };
    const released = await process.ask<disbursementV1.ReleaseOrderResponse>('releaseOrder', request);
    expect(released.order).toMatchObject({
      state: 'ORDER_STATE_REFUSED_BY_TREASURY',
      release: { by: 'ann' },
    });
    expect(released.replacement).toMatchObject({ id: 'E0-2019-sharing-2', replaces: 'E0-2019-sharing-1' });
    await until(async () => (await countIn('accepted')) === 1);
    expect(requests.at(-1)).toEqual(['E0-2019-sharing-2']);
  });
});

describe('orders wait, and none is marked,', () => {
  it.each([401, 404, 407, 408, 425, 429, 503])('where all that it says is %d', async (code) => {
    answer = (_, response) => response.writeHead(code).end('no');
    await order(3);
    pusher.start();
    await until(() => Promise.resolve(requests.length >= 1));
    await sleep(50);
    expect(await countIn('issued')).toBe(3);
    answer = takes;
    await until(async () => (await countIn('accepted')) === 3);
  });

  it('and are not all tried for nothing: it is asked again after a pause', async () => {
    answer = (_, response) => response.writeHead(503).end('no');
    await order(1_100);
    pusher.start();
    await until(() => Promise.resolve(requests.length > AT_ONCE));
    expect((times[AT_ONCE] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(200);
    expect(requests.slice(0, AT_ONCE).map(({ length }) => length)).toEqual([250, 250, 250, 250]);
  });

  it.each([302, 307, 308])('where it answers %d: no account number goes elsewhere', async (code) => {
    let strayed = 0;
    const elsewhere = createServer((_, response) => {
      strayed++;
      response.end('{"orders":[]}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/orders`;
    answer = (_, response) => response.writeHead(code, { location }).end();
    await order(2);
    pusher.start();
    await until(() => Promise.resolve(requests.length >= 2));
    expect([strayed, await countIn('issued')]).toEqual([0, 2]);
    elsewhere.close();
  });

  it('where the clocks differ: that is said, in readiness too, until it takes something', async () => {
    answer = (_, response) =>
      response.writeHead(401, { date: new Date(Date.now() - 3_600_000).toUTCString() }).end('timestamp');
    await order(1);
    pusher.start();
    await until(() => Promise.resolve(pusher.notReady().length > 0));
    expect(pusher.notReady()[0]).toMatch(/the clock of this machine is \d+ s ahead of the treasury's/);
    answer = takes;
    await until(async () => (await countIn('accepted')) === 1);
    expect(pusher.notReady()).toEqual([]);
  });
});

it('an order that cannot be written waits for an officer alone, with the reason', async () => {
  process.decider.onIssued(() => {});
  await order(8);
  const _id = 'E3-2019-sharing-1';
  await process.collections.orders.updateOne({ _id }, { $set: { amountFen: 9_007_199_254_740_992n } });
  pusher.start();
  await until(async () => (await countIn('refused-by-treasury', 'accepted')) === 8);
  expect(await stateOf('E3')).toMatchObject({
    state: 'refused-by-treasury',
    treasuryReason: expect.stringMatching(/^not sent: it cannot be written: .*exact in JSON/),
  });
  expect(requests.flat()).not.toContain(_id);
});

it('an order whose answer cannot be recorded is asked for ever more slowly; the others go on', async () => {
  process.intake.record = () => Promise.reject(new TypeError('a defect'));
  answer = refusesOne('E3', 422, '户名不符');
  await order(8);
  pusher.start();
  await until(async () => (await countIn('accepted')) === 7);
  await until(async () => ((await stateOf('E3'))?.attempts ?? 0) >= 2);
  expect((await stateOf('E3'))?.state).toBe('issued');
});

it('what a process whose clock was ahead left behind is sent by one whose clock is right', async () => {
  process.decider.onIssued(() => {});
  await order(3);
  const nextAttemptAt = new Date(Date.now() + 3_600_000);
  await process.collections.orders.updateMany({}, { $set: { nextAttemptAt } });
  pusher.start();
  await until(async () => (await countIn('accepted')) === 3);
});

it('a pause of a minute is kept: it is no clock that is ahead', async () => {
  process.decider.onIssued(() => {});
  await order(1);
  await process.collections.orders.updateMany({}, { $set: { nextAttemptAt: new Date(Date.now() + 60_000) } });
  pusher.start();
  await sleep(1_200);
  expect(requests).toEqual([]);
});

it('an order that is paid by file is never sent, and its status is taken', async () => {
  const filed = { ...DEFAULT_PROGRAMME, id: 'filed', groups: ['licence'], paidBy: 'file' as const };
  const { decider, consume, ask } = await openProcess(parts, { programmes: [DEFAULT_PROGRAMME, filed] });
  pusher.start();
  decider.onIssued((orders) => pusher.offer(orders));
  await consume(due('E0', 'licence', 5n, 1n), due('E1', 'sharing', 5n, 1n));
  await until(async () => (await countIn('accepted')) === 1);
  decider.onIssued(() => {});
  await consume(due('E2', 'sharing', 5n, 1n));
  await until(async () => (await countIn('accepted')) === 2);
  expect(requests.flat()).toEqual(['E1-2019-sharing-1', 'E2-2019-sharing-1']);
  const id = 'E0-2019-licence-1';
  expect(await ask('getOrder', { id })).toMatchObject({
    order: { state: 'ORDER_STATE_ISSUED', paidByFile: true },
  });
  await ask('recordStatus', { id, state: 'ORDER_STATE_PAID', reason: '', reference: '', by: '' });
  expect(await process.collections.orders.findOne({ _id: id })).toMatchObject({
    ...{ state: 'paid', paidBy: 'file' },
  });
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const part of request) body += part;
  const { orders } = JSON.parse(body) as { orders: Pushed[] };
  times.push(performance.now());
  requests.push(orders.map(({ id }) => id));
  answer(orders, response);
}

function takes(orders: Pushed[], response: ServerResponse): void {
  response.end(JSON.stringify({ orders: orders.map(({ id }) => ({ id, status: 'accepted' })) }));
}

function refusesOne(entity: string, code: number, words: string): Answer {
  return (orders, response) => {
    const has = orders.some(({ id }) => id.startsWith(`${entity}-`));
    return has ? response.writeHead(code).end(words) : takes(orders, response);
  };
}

function order(count: number, from = 0): Promise<unknown> {
  return process.consume(
    ...Array.from({ length: count }, (_, index) => due(`E${from + index}`, 'sharing', 5n, 1n)),
  );
}

function stateOf(entity: string) {
  return process.collections.orders.findOne({ _id: `${entity}-2019-sharing-1` });
}

function countIn(...states: string[]): Promise<number> {
  return process.collections.orders.countDocuments({ state: { $in: states as never[] } });
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + 15_000; !(await holds()); await sleep(20))
    if (performance.now() > deadline) throw new Error('waited for it for 15 s');
}
