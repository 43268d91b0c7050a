import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const order = (number: number, more = {}) => ({
  id: `91410100170051134L-2019-sharing-${number}`,
  payeeUscc: '91410100170051134L',
  group: 'sharing',
  year: 2019,
  amountFen: 100,
  ...more,
});

/** The receiver of the statuses; it refuses them while `refuses` is set. */
let addressee: Server;
let received: string[];
let refuses: boolean;
let folder: string;
let treasury: Treasury;

beforeEach(async () => {
  received = [];
  refuses = false;
  addressee = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const isKnown = request.headers.authorization === 'Bearer treasury-key';
      if (refuses || !isKnown) return response.writeHead(isKnown ? 503 : 401).end();
      const { status, reason, returnedFen, reference } = JSON.parse(body) as Record<
        string,
        string | undefined
      >;
      const part = returnedFen === undefined ? '' : ` ${returnedFen} ${reference}`;
      received.push(`${request.url} ${status}${part}${reason && ` (${reason})`}`);
      return response.writeHead(200).end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(addressee, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
  treasury = await startTreasury();
});

afterEach(async () => {
  await treasury.end('SIGTERM');
  addressee.closeAllConnections();
  addressee.close();
  rmSync(folder, { recursive: true });
});

describe('the sandbox treasury', () => {
  it('accepts an order, says that it is paid, and answers the same order again with the same', async () => {
    const answer = { status: 200, body: { orders: [{ id: order(1).id, status: 'accepted' }] } };
    expect(await treasury.push([order(1)])).toEqual(answer);
    expect(await treasury.push([order(1)])).toEqual(answer);
    await until(() => received.length > 0);
    expect(received).toEqual([`/v1/orders/${order(1).id}/status paid`]);
    expect(await treasury.orders()).toMatchObject([{ ...order(1), timesReceived: 2, timesContradicted: 0 }]);
  });

  it('answers other content under a known id with conflict and keeps the first', async () => {
    await treasury.push([order(1)]);
    const { body } = await treasury.push([order(1, { amountFen: 101 }), order(2)]);
    expect(body).toMatchObject({ orders: [{ status: 'conflict' }, { status: 'accepted' }] });
    expect(await treasury.orders()).toMatchObject([
      { amountFen: 100, timesContradicted: 1 },
      { amountFen: 100 },
    ]);
  });

  it('refuses what is not signed with its secret, and what is not a batch of orders', async () => {
    expect(await treasury.push([order(1)], 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toMatchObject({
      status: 401,
    });
    expect(await treasury.push([])).toMatchObject({ status: 400 });
    expect(await treasury.orders()).toEqual([]);
  });

  it('takes nothing of a push that has an order which it refuses', async () => {
    await treasury.behave({ rules: [{ id: order(2).id, plan: { does: 'refuse', reason: '户名不符' } }] });
    const refusal = await treasury.push([order(1), order(2)]);
    expect(refusal.status).toBe(422);
    expect(JSON.stringify(refusal.body)).toContain('户名不符');
    expect(await treasury.orders()).toEqual([]);
    expect(await treasury.push([order(1)])).toMatchObject({ status: 200 });
  });

  it('rejects, returns, repeats and stays silent by rule', async () => {
    await treasury.behave({
      rules: [
        { id: order(1).id, plan: { does: 'reject', reason: '账户已销户' } },
        { payeeUscc: 'returned', plan: { does: 'return' } },
        { group: 'facilitation', plan: { does: 'silent' } },
        { every: 4, plan: { repeat: 2 } },
      ],
      plan: { does: 'accept' },
    });
    await treasury.push([
      order(1),
      order(2, { payeeUscc: 'returned' }),
      order(3, { group: 'facilitation' }),
      order(4),
      order(5),
    ]);
    await until(() => received.length >= 5);
    const reported = (number: number) =>
      received.filter((one) => one.includes(`-${number}/`)).map((one) => one.split('/status ')[1]);
    expect([1, 2, 3, 4, 5].map(reported)).toEqual([
      ['rejected (账户已销户)'],
      ['paid', 'returned'],
      [],
      ['paid', 'paid'],
      [],
    ]);
  });

  it('sends parts of an order back, each under a reference, and its statement has a line for each', async () => {
    await treasury.behave({
      rules: [{ id: order(1).id, plan: { does: 'return', partsFen: [300, 4], repeat: 2 } }],
    });
    await treasury.push([
      order(1, { payeeName: 'A', payeeAccountNo: '6222', amountFen: 1_000, purpose: 'P' }),
    ]);
    await until(() => received.length >= 6);
    expect(received.map((one) => one.split('/status ')[1])).toEqual([
      ...['paid', 'paid', 'returned 300 TK00000001-1', 'returned 300 TK00000001-1'],
      ...['returned 4 TK00000001-2', 'returned 4 TK00000001-2'],
    ]);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await until(async () => (await treasury.statement(today)).split('\r\n').length === 5);
    expect((await treasury.statement(today)).split('\r\n').slice(1, 4)).toEqual([
      `${order(1).id},ZF00000001,A,6222,10.00,已支付,${today},P`,
      `${order(1).id},TK00000001-1,A,6222,3.00,已退回,${today},P`,
      `${order(1).id},TK00000001-2,A,6222,0.04,已退回,${today},P`,
    ]);
  });

  it('gives a statement of a day: a line for what moved money, and for what it rejected', async () => {
    await treasury.behave({
      rules: [
        { id: order(1).id, plan: { does: 'return', repeat: 2 } },
        { id: order(2).id, plan: { does: 'reject' } },
        { id: order(3).id, plan: { does: 'accept' } },
      ],
    });
    const payee = {
      payeeName: '示例, "光电"',
      payeeAccountNo: '6222',
      amountFen: 123_456_789,
      purpose: '奖补',
    };
    await treasury.push([1, 2, 3].map((number) => order(number, payee)));
    await until(() => received.length >= 5);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const about = (number: number, voucher: string, state: string) =>
      `${order(number).id},${voucher},"示例, ""光电""",6222,1234567.89,${state},${today},奖补`;
    const heading = '支付申请编号,支付凭证号,收款人全称,收款人账号,金额,状态,日期,摘要';
    await until(async () => (await treasury.statement(today)).split('\r\n').length === 5);
    expect((await treasury.statement(today)).split('\r\n')).toEqual([
      heading,
      about(1, 'ZF00000001', '已支付'),
      about(1, 'TK00000001', '已退回'),
      about(2, '', '已拒绝'),
      '',
    ]);
    expect(await treasury.statement('2020-01-01')).toBe(`${heading}\r\n`);
  });

  it('breaks off its first answers when told so, and has the order all the same', async () => {
    await treasury.behave({ plan: { dropAnswers: 1, does: 'accept' } });
    await expect(treasury.push([order(1)])).rejects.toThrow();
    expect(await treasury.push([order(1)])).toMatchObject({ status: 200 });
    expect(await treasury.orders()).toMatchObject([{ timesReceived: 2 }]);
  });

  it('says a status until it is taken, over a kill and half a line on disk', async () => {
    refuses = true;
    await treasury.push([order(1)]);
    await treasury.end('SIGKILL');
    appendFileSync(join(folder, 'orders.ndjson'), '{"received":{"id":"half');
    treasury = await startTreasury();
    refuses = false;
    await until(() => received.length > 0);
    await treasury.push([order(2)]);
    await until(() => received.length > 1);
    await treasury.end('SIGTERM');
    treasury = await startTreasury();
    expect(await treasury.orders()).toMatchObject([{ statusesReported: 1 }, { statusesReported: 1 }]);
    expect(received).toHaveLength(2);
  });
});

interface Treasury {
  push(orders: object[], secret?: string): Promise<{ status: number; body: unknown }>;
  behave(behaviour: object): Promise<void>;
  orders(): Promise<object[]>;
  statement(day: string): Promise<string>;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

function secretFile(name: string, secret: string): string {
  const path = join(folder, name);
  writeFileSync(path, secret);
  return path;
}

async function startTreasury(): Promise<Treasury> {
  const { port } = addressee.address() as AddressInfo;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: {
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      TREASURY_SECRET_FILE: secretFile('treasury.secret', SECRET),
      TREASURY_KEY_FILE: secretFile('treasury.key', 'treasury-key'),
      GATEWAY_URL: `http://127.0.0.1:${port}`,
      DATA_DIR: folder,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = `http://${await addressOf(child)}`;
  return {
    async push(orders, secret = SECRET) {
      const body = JSON.stringify({ orders });
      const at = new Date();
      const headers = {
        'content-type': 'application/json',
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
      };
      const response = await fetch(`${url}/orders`, { method: 'POST', body, headers });
      return { status: response.status, body: await response.json() };
    },
    async behave(behaviour) {
      const response = await fetch(`${url}/behaviour`, { method: 'PUT', body: JSON.stringify(behaviour) });
      expect(response.status).toBe(200);
    },
    async orders() {
      const response = await fetch(`${url}/orders`);
      return ((await response.json()) as { orders: object[] }).orders;
    },
    async statement(day) {
      return (await fetch(`${url}/statement?day=${day}`)).text();
    },
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

/** Its output is read to the end, because a process with a full pipe blocks. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the treasury ended before it listened')));
    if (!child.stdout) throw new Error('its output is piped');
    createInterface(child.stdout).on('line', (line) => {
      const { msg, http } = JSON.parse(line) as { msg: string; http: string };
      if (msg === 'listening') resolve(http);
    });
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('The condition did not become true within 15 s.');
    await sleep(20);
  }
}
