import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { buildProgram } from '../program.ts';
import { answerForTests } from '../system/answer-for-tests.ts';

// The feed and endpoints, before a gateway with canned answers.
const ID = 'ep_6b0e4d1c50e857fbb5125c46';
const ENDPOINT = {
  ...{ id: ID, url: 'https://partner.example/hooks', person: 'exchange', state: 'disabled' },
  ...{ disabledBecause: '维护', waiting: 2, givenUp: 1, lastSuccessAt: '2026-03-02T07:00:00Z' },
};
const EVENT = {
  ...{ id: 'evt_1', sequence: '0000000000000007', time: '2026-03-02T07:00:00Z', subject: 'R1-X' },
  ...{ type: 'duixian.order.paid.v1', data: { version: 4, state: 'paid', amountFen: 20_000_000 } },
};

let answers: Record<string, unknown>;
let asked: { address: string; body: unknown }[];
let server: Server;
let url: string;
let printed: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.once('end', () => {
      const address = `${request.method} ${request.url}`;
      asked.push({ address, body: body === '' ? undefined : JSON.parse(body) });
      const answer = answers[address];
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      const whole = answer && answerForTests(request.method ?? '', request.url ?? '', answer);
      response.end(JSON.stringify(whole ?? { detail: `nothing at ${address}` }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});

beforeEach(() => {
  [printed, asked] = ['', []];
});

afterAll(() => {
  jest.restoreAllMocks();
  server.close();
});

async function answerTo(given: Record<string, unknown>, ...words: string[]): Promise<string> {
  answers = given;
  await (await buildProgram(words)).parseAsync(['node', 'duixian', ...words, '--url', url, '--key', 'k']);
  return printed;
}

describe('the feed', () => {
  const pages = {
    'GET /v1/feed?limit=1000': { events: [EVENT], next: 'b', cursor: 'b' },
    'GET /v1/feed?limit=1000&after=b': { events: [{ ...EVENT, id: 'evt_2' }], next: null, cursor: 'c' },
  };

  it('is shown page by page, with where to go on', async () => {
    const text = await answerTo(pages, 'feed');
    expect(text).toContain('7  2026-03-02 15:00:00  duixian.order.paid.v1  R1-X  200,000.00 yuan');
    expect(text).toMatch(/cursor: c\n$/);
  });

  it('has whole events as JSON', async () => {
    const lines = (await answerTo(pages, 'feed', '--json')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([EVENT, { ...EVENT, id: 'evt_2' }]);
  });
});

describe('endpoints', () => {
  it('are listed with their state, and why', async () => {
    const text = await answerTo(
      { 'GET /v1/endpoints?limit=1000': { endpoints: [ENDPOINT] } },
      'endpoints',
      'list',
    );
    for (const part of [ID, 'exchange', 'disabled', '维护', '2 wait, 1 given up', '2026-03-02 15:00:00'])
      expect(text).toContain(part);
  });

  it('show their secret when they are made', async () => {
    const made = { ...ENDPOINT, state: 'unverified', secret: 'whsec_abc' };
    const words = ['endpoints', 'create', ENDPOINT.url, '--type', 'duixian.order.paid.v1', '--thin'];
    expect(await answerTo({ 'POST /v1/endpoints': made }, ...words)).toContain('secret: whsec_abc');
    expect(asked).toMatchObject([
      { body: { url: ENDPOINT.url, types: ['duixian.order.paid.v1'], thin: true } },
    ]);
  });

  it.each<[string[], object | undefined]>([
    [['test', ID], undefined],
    [['enable', ID, '--from', 'last-success'], { from: 'last-success' }],
    [['disable', ID, '--reason', '维护'], { reason: '维护' }],
    [['delete', ID], undefined],
    [['resend', ID, 'evt_1'], { event: 'evt_1' }],
    [['resend-failed', ID, '--since', '2026-03-02T15:00:00+08:00'], { since: '2026-03-02T15:00:00+08:00' }],
    [['resend-range', ID, '--after', 'b'], { after: 'b' }],
  ])('%p sends what it says', async ([act = '', ...words], body) => {
    const address = `POST /v1/endpoints/${ID}/${act}`;
    const answer = { [address]: { endpoint: ENDPOINT, events: 3 } };
    expect(await answerTo(answer, 'endpoints', act, ...words)).toContain('3 events are sent');
    expect(asked).toEqual([{ address, body }]);
  });

  it('show what was tried', async () => {
    const attempt = { event: 'evt_1', type: EVENT.type, at: EVENT.time, attempt: 2, problem: 'ECONNREFUSED' };
    const answer = {
      [`GET /v1/endpoints/${ID}/attempts?limit=100`]: { attempts: [{ ...attempt, durationMs: 4 }] },
    };
    const text = await answerTo(answer, 'endpoints', 'attempts', ID);
    for (const part of ['evt_1', EVENT.type, '2', 'ECONNREFUSED', '4 ms']) expect(text).toContain(part);
  });
});
